using LocalAi.AgentApi.Privacy;

namespace LocalAi.AgentApi.ModelProviders;

/// <summary>A model server did not do what it was asked; carries the status that our own caller gets.</summary>
/// <param name="statusCode">HTTP status for the caller: 503 down, 504 too slow, 502 broken, or the server's own 4xx.</param>
/// <param name="code">A short machine-readable code, for OpenAI-shaped errors and telemetry.</param>
/// <param name="message">For the user: what happened and what helps.</param>
/// <param name="inner">What it looked like from here, if anything.</param>
internal sealed class ModelServerException(int statusCode, string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public int StatusCode { get; } = statusCode;

    public string Code { get; } = code;

    public static ModelServerException Unavailable(Uri endpoint, Exception? inner) => new(
        StatusCodes.Status503ServiceUnavailable, "model_server_unavailable",
        $"The model server at {endpoint} does not answer. Start it, or point ConnectionStrings:chat (of a provider: Providers:NAME:Url) to one that runs.", inner);

    public static ModelServerException TooSlow(Uri endpoint, ModelTimeout limit, Exception? inner) => new(
        StatusCodes.Status504GatewayTimeout, "model_server_timeout",
        $"The model server at {endpoint} sent nothing for {limit.Seconds} s." + (limit.Setting is null ? "" : $" A smaller model or a larger {limit.Setting} helps."), inner);

    public static ModelServerException Broken(Uri endpoint, Exception? inner) => new(
        StatusCodes.Status502BadGateway, "model_server_failed",
        $"The model server at {endpoint} broke off before its answer was complete.", inner);

    /// <summary>The model answers in words where a call of a tool is required.</summary>
    public static ModelServerException NoToolCall(string model, IEnumerable<string> tools) => new(
        StatusCodes.Status502BadGateway, "tool_call_missing",
        $"The request requires a call of {string.Join(" or ", tools)}, and {model} made none, although it was asked twice. A model that is better with tools helps, or tool_choice auto.");

    /// <summary>The model calls a tool of a client's with arguments that nothing can be made of.</summary>
    public static ModelServerException MalformedCall(string tool, Exception inner) => new(
        StatusCodes.Status502BadGateway, "tool_arguments_malformed",
        $"The model called {tool} with arguments that are not a JSON object. Asking again may help, or a model that is better with tools.", inner);

    /// <summary>Asking it would have sent data elsewhere.</summary>
    public static ModelServerException NotLocal(Uri endpoint, Exception inner) => new(
        StatusCodes.Status403Forbidden, "not_local",
        $"The model server at {endpoint} {NotLocalException.Reason}", inner);

    /// <summary>What the server itself answered with an error status.</summary>
    public static ModelServerException Refused(Uri endpoint, int status, string message, Exception? inner = null) => status switch
    {
        400 or 404 or 413 or 422 or 429 => new(status, status == 404 ? "model_not_found" : "model_server_refused", message, inner),
        401 or 403 => new(StatusCodes.Status502BadGateway, "model_server_unauthorized", $"The model server at {endpoint} refuses the configured Key: {message}", inner),
        503 => new(status, "model_server_busy", $"The model server at {endpoint} is busy: {message}", inner),
        504 => new(status, "model_server_timeout", $"The model server at {endpoint} was too slow: {message}", inner),
        _ => new(StatusCodes.Status502BadGateway, "model_server_failed", $"The model server at {endpoint} failed: {message}", inner),
    };
}

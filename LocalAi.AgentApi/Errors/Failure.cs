using LocalAi.AgentApi.Access;
using LocalAi.AgentApi.Conversations;
using LocalAi.AgentApi.Database;
using LocalAi.AgentApi.Knowledge;
using LocalAi.AgentApi.ModelProviders;
using LocalAi.AgentApi.OpenAiProtocol;
using LocalAi.Hardware.Queries;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace LocalAi.AgentApi.Errors;

/// <summary>What went wrong, as a status and words for the caller: the one place that knows every exception of ours.</summary>
internal sealed record Failure(int Status, string Code, string Title, string Detail, string? Field = null, int? RetryAfterSeconds = null)
{
    public static readonly Failure Unexpected = new(500, "internal_error", "Internal error", "The agent failed unexpectedly; its log has the details.");

    public static readonly Failure DatabaseUnavailable = new(
        503, "database_unavailable", "Database unavailable", "The database does not answer. What was stored is safe; try again in a moment.");

    public static readonly Failure TooLarge = new(
        413, "request_too_large", "Request too large", $"The request body is larger than {AgentOptions.SectionName}:{nameof(AgentOptions.MaxRequestBytes)} allows.");

    public static readonly Failure UploadTooLarge = TooLarge with
    {
        Detail = $"The upload is larger than {KnowledgeOptions.SectionName}:{nameof(KnowledgeOptions.MaxUploadBytes)} allows.",
    };

    private const string Invalid = "invalid_request";

    /// <summary>The failure behind an exception, or null for one that is a defect of ours.</summary>
    public static Failure? From(Exception exception) => exception switch
    {
        AccessException access => access.Failure,
        InvalidRequestException invalid => new(400, Invalid, "Invalid request", invalid.Message, invalid.Field),
        EstimateQueryException query => query.IsUnknown
            ? new(404, query.Field == "model" ? "model_not_found" : "not_found", $"Unknown {query.Field}", query.Message, query.Field)
            : new(400, Invalid, "Invalid request", query.Message, query.Field),
        UnknownModelException unknown => new(404, "model_not_found", "Unknown model", unknown.Message, "model"),
        UnknownConversationException unknown => new(404, "conversation_not_found", "Unknown conversation", unknown.Message),
        UnknownKnowledgeException unknown => new(404, unknown.Code, "Not found", unknown.Message),
        ModelServerException server => new(server.StatusCode, server.Code, "Model server", server.Message),
        BadHttpRequestException { StatusCode: 413 } => TooLarge,
        BadHttpRequestException bad => new(bad.StatusCode, Invalid, "Invalid request", bad.Message),
        PostgresException { IsTransient: false, SqlState: not ("57P01" or "57P02" or "57P03" or "3D000") } => null,
        NpgsqlException or DatabaseNotReadyException => DatabaseUnavailable,
        _ => null,
    };

    public ProblemDetails ToProblem()
    {
        var problem = Field is null
            ? new ProblemDetails()
            : new HttpValidationProblemDetails(new Dictionary<string, string[]> { [Field] = [Detail] });
        problem.Type = $"https://www.rfc-editor.org/rfc/rfc9110#status.{Status}";
        problem.Title = Title;
        problem.Status = Status;
        problem.Detail = Detail;
        problem.Extensions["code"] = Code;
        return problem;
    }

    public OpenAiWire.ErrorBody ToOpenAi() => new(new(
        Detail,
        Status switch { 429 => "rate_limit_error", 401 or 403 => "authentication_error", < 500 => "invalid_request_error", _ => "server_error" },
        Field,
        Code));
}

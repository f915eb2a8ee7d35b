namespace LocalAi.ModelSimulator.Ollama;

/// <summary>An answer that is an error: HTTP status and the text of <c>{"error": …}</c>.</summary>
internal sealed class OllamaException(int status, string message) : Exception(message)
{
    public int Status => status;

    /// <summary>Whether the request itself could not be read: OpenAI's protocol gives these another error type.</summary>
    public bool IsInvalidRequest { get; init; }

    public static OllamaException BadRequest(string message) => new(StatusCodes.Status400BadRequest, message) { IsInvalidRequest = true };
}

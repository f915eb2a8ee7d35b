using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LocalAi.AgentApi.Errors;

/// <summary>Reads a request body as JSON, with errors that name the field.</summary>
internal static class JsonBody
{
    /// <exception cref="InvalidRequestException">Not JSON, or a field has the wrong type.</exception>
    /// <exception cref="BadHttpRequestException">The body is larger than allowed.</exception>
    public static async ValueTask<T> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(request.BodyReader, type, cancellationToken)
                ?? throw new InvalidRequestException(null, "The request body must be a JSON object.");
        }
        catch (JsonException exception)
        {
            throw Explain(exception);
        }
    }

    public static InvalidRequestException Explain(JsonException exception)
    {
        var field = exception.Path?.TrimStart('$').TrimStart('.');
        if (exception.InnerException is JsonException || string.IsNullOrEmpty(field))
        {
            return new(null, string.IsNullOrEmpty(field) && exception.InnerException is not JsonException
                ? "The request body must be a JSON object."
                : $"The request body is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}).");
        }

        return new(field, $"'{field}' has the wrong type: {Expected(exception.Message)}.");
    }

    private static string Expected(string message)
    {
        const string Before = "could not be converted to ";
        var start = message.IndexOf(Before, StringComparison.Ordinal);
        if (start < 0)
        {
            return message.Split(" Path: ", 2)[0];
        }

        var type = message[(start + Before.Length)..];
        return type switch
        {
            _ when type.StartsWith("System.String", StringComparison.Ordinal) => "expected a string",
            _ when type.StartsWith("System.Guid", StringComparison.Ordinal) => "expected a UUID",
            _ when type.Contains("System.Boolean", StringComparison.Ordinal) => "expected true or false",
            _ when type.Contains("System.Int", StringComparison.Ordinal) => "expected a whole number",
            _ when type.Contains("System.Single", StringComparison.Ordinal) || type.Contains("System.Double", StringComparison.Ordinal) => "expected a number",
            _ when type.StartsWith("System.Collections", StringComparison.Ordinal) => "expected an array",
            _ => "expected an object",
        };
    }
}

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
            throw Explain(exception, type);
        }
    }

    /// <summary>Says in words of the request what is wrong with it; <paramref name="type"/> is what was being read.</summary>
    public static InvalidRequestException Explain(JsonException exception, JsonTypeInfo? type)
    {
        var field = exception.Path?.TrimStart('$').TrimStart('.');
        if (exception.InnerException is JsonException)
        {
            return new(null, $"The request body is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}).");
        }

        return string.IsNullOrEmpty(field)
            ? new(null, "The request body must be a JSON object.")
            : new(field, $"'{field}' has the wrong type: {Expected(exception.Message, FieldType(field, type))}.");
    }

    private static string Expected(string message, Type? type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type ?? typeof(object)) ?? type) switch
    {
        // A message of our own converters says it already.
        _ when message.StartsWith("expected ", StringComparison.Ordinal) => message.Split(" Path: ", 2)[0],
        TypeCode.String => "expected a string",
        TypeCode.Boolean => "expected true or false",
        TypeCode.Int32 or TypeCode.Int64 => "expected a whole number",
        TypeCode.Single or TypeCode.Double => "expected a number",
        _ when type?.IsAssignableTo(typeof(System.Collections.IEnumerable)) ?? false => "expected an array",
        _ => "expected an object",
    };

    /// <summary>Follows a path such as <c>messages[0].role</c> through the contract.</summary>
    private static Type? FieldType(string path, JsonTypeInfo? type)
    {
        foreach (var name in path.Split('.'))
        {
            var bracket = name.IndexOf('[', StringComparison.Ordinal);
            var property = type?.Properties.FirstOrDefault(candidate => candidate.Name == (bracket < 0 ? name : name[..bracket]));
            type = property is null || type is null ? null : type.Options.GetTypeInfo(property.PropertyType);
            if (bracket >= 0)
            {
                type = type?.ElementType is { } element ? type.Options.GetTypeInfo(element) : null;
            }
        }

        return type?.Type;
    }
}

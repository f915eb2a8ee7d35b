using System.Collections.Concurrent;
using Google.Protobuf.Reflection;

namespace LocalAi.Dashboard.Receiver.WireFormat;

/// <summary>Which fields of a message are messages themselves: enough to see whether a request is well-formed to its last byte before it is accepted.</summary>
internal sealed class WireSchema
{
    // As the protobuf parser's: deeper values are an attack, not telemetry.
    private const int DeepestMessage = 100;
    private static readonly ConcurrentDictionary<string, WireSchema> Known = new();
    private WireSchema?[] _messages = [];

    public static WireSchema Of(MessageDescriptor message)
    {
        if (Known.TryGetValue(message.FullName, out var known))
        {
            return known;
        }

        // Known before its fields are: values nest in themselves.
        var schema = Known.GetOrAdd(message.FullName, new WireSchema());
        var fields = message.Fields.InFieldNumberOrder();
        var messages = new WireSchema?[fields.Count == 0 ? 0 : fields[^1].FieldNumber + 1];
        foreach (var field in fields.Where(field => field.FieldType == FieldType.Message))
        {
            messages[field.FieldNumber] = Of(field.MessageType);
        }

        schema._messages = messages;
        return schema;
    }

    /// <summary>Returns for a well-formed message.</summary>
    /// <exception cref="WireFormatException">It is not.</exception>
    public void Check(ReadOnlySpan<byte> message) => Check(message, 1);

    private void Check(ReadOnlySpan<byte> message, int depth)
    {
        if (depth > DeepestMessage)
        {
            throw new WireFormatException($"Messages are nested more than {DeepestMessage} deep.");
        }

        var reader = new WireReader(message);
        while (reader.Next())
        {
            if (reader.IsBytes && reader.Field < _messages.Length && _messages[reader.Field] is { } nested)
            {
                nested.Check(reader.Bytes(), depth + 1);
            }
            else
            {
                reader.Skip();
            }
        }
    }
}

using System.Text.Json.Nodes;

namespace LocalAi.Hosting.Tests.Manifest;

/// <summary>The part of JSON Schema draft 7 that Aspire's manifest schema uses.</summary>
internal sealed class JsonSchema(JsonNode root)
{
    /// <summary>Where and how a document breaks the schema; empty when it does not.</summary>
    public IReadOnlyList<string> Validate(JsonNode? document) => [.. Check(root, document, "$")];

    private IEnumerable<string> Check(JsonNode schema, JsonNode? value, string path)
    {
        if (schema is JsonValue flag)
        {
            return flag.GetValue<bool>() ? [] : [$"{path}: is not allowed"];
        }

        if ((string?)schema["$ref"] is { } reference)
        {
            return Check(reference.TrimStart('#', '/').Split('/').Aggregate(root, (node, name) => node[name]!), value, path);
        }

        return [.. Own(schema.AsObject(), value, path), .. Members(schema, value, path)];
    }

    private IEnumerable<string> Own(JsonObject schema, JsonNode? value, string path)
    {
        if ((string?)schema["type"] is { } type && !IsOf(type, value))
        {
            yield return $"{path}: is not of type {type}";
        }

        if (schema["const"] is { } constant && !JsonNode.DeepEquals(constant, value))
        {
            yield return $"{path}: is not {constant}";
        }

        if (schema["enum"] is JsonArray allowed && !allowed.Any(candidate => JsonNode.DeepEquals(candidate, value)))
        {
            yield return $"{path}: is none of {allowed}";
        }

        if (schema["not"] is { } not && !Check(not, value, path).Any())
        {
            yield return $"{path}: matches what is forbidden";
        }

        if (schema["oneOf"] is JsonArray branches)
        {
            var problems = branches.Select(branch => Check(branch!, value, path).ToArray()).ToArray();
            if (problems.Count(problem => problem.Length == 0) != 1)
            {
                yield return $"{path}: does not match exactly one of {branches.Count} forms; nearest: {string.Join("; ", problems.MinBy(problem => problem.Length)!)}";
            }
        }
    }

    private IEnumerable<string> Members(JsonNode schema, JsonNode? value, string path)
    {
        if (value is JsonArray array && schema["items"] is { } items)
        {
            foreach (var (item, index) in array.Select((item, index) => (item, index)))
            {
                foreach (var problem in Check(items, item, $"{path}[{index}]"))
                {
                    yield return problem;
                }
            }
        }

        if (value is not JsonObject members)
        {
            yield break;
        }

        foreach (var required in schema["required"]?.AsArray() ?? [])
        {
            if (!members.ContainsKey((string)required!))
            {
                yield return $"{path}: has no {required}";
            }
        }

        foreach (var (name, member) in members)
        {
            var declared = schema["properties"]?[name] ?? schema["additionalProperties"];
            foreach (var problem in declared is null ? [] : Check(declared, member, $"{path}.{name}"))
            {
                yield return problem;
            }
        }
    }

    private static bool IsOf(string type, JsonNode? value) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == System.Text.Json.JsonValueKind.String,
        "number" => value?.GetValueKind() == System.Text.Json.JsonValueKind.Number,
        "boolean" => value?.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
        _ => throw new NotSupportedException(type),
    };
}

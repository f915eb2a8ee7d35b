using System.Text.Json;
using LocalAi.AgentApi.Agents;

namespace LocalAi.AgentApi.Tests.Agents;

public sealed class ToolSchemaTests
{
    private static readonly JsonElement Schema = JsonElement.Parse("""
        {
          "type": "object",
          "properties": {
            "id": { "type": "string" },
            "count": { "type": "integer" },
            "ratio": { "type": ["number", "null"] },
            "urgent": { "type": "boolean" },
            "size": { "enum": ["S", "M"] },
            "to": { "type": "array", "items": { "type": "object", "required": ["mail"], "properties": { "mail": { "type": "string" } } } }
          },
          "required": ["id"]
        }
        """);

    [Theory]
    [InlineData("""{"id":"1"}""", null)]
    [InlineData("""{"id":"1","count":"2","ratio":null,"urgent":"true","size":"M","to":[{"mail":"a"}],"other":1}""", null)]
    [InlineData("""{"id":"1","ratio":0.5,"urgent":false}""", null)]
    [InlineData("{}", "'id' is missing in the arguments")]
    [InlineData("[]", "the arguments must be object")]
    [InlineData("""{"id":1}""", "'id' must be string")]
    [InlineData("""{"id":"1","count":1.5}""", "'count' must be integer")]
    [InlineData("""{"id":"1","count":"many"}""", "'count' must be integer")]
    [InlineData("""{"id":"1","ratio":"a"}""", "'ratio' must be number or null")]
    [InlineData("""{"id":"1","urgent":"perhaps"}""", "'urgent' must be boolean")]
    [InlineData("""{"id":"1","size":"L"}""", "'size' must be one of \"S\", \"M\"")]
    [InlineData("""{"id":"1","to":{"mail":"a"}}""", "'to' must be array")]
    [InlineData("""{"id":"1","to":[{"mail":"a"},{}]}""", "'mail' is missing in 'to'[1]")]
    public void Arguments_AreCheckedAgainstTheSchema(string arguments, string? mismatch) =>
        Assert.Equal(mismatch, ToolSchema.Mismatch(Schema, JsonElement.Parse(arguments)));

    [Theory]
    [InlineData("true")]
    [InlineData("""{"required":[1,null]}""")]
    [InlineData("""{"required":"id","properties":[],"enum":1,"type":1}""")]
    public void Schema_IsIgnored_WhereItIsNone(string schema) => Assert.Null(ToolSchema.Mismatch(JsonElement.Parse(schema), JsonElement.Parse("""{"a":1}""")));
}

using System.Text.Json;
using LocalAi.ModelSimulator.Answers;

namespace LocalAi.ModelSimulator.Tests.Answers;

public sealed class ExtractiveModelTests
{
    [Fact]
    public void Answer_QuotesHistory_WhenItHasTheAnswer() =>
        Assert.Equal(
            $"**From your earlier message:**\n\n> My name is Ada.\n\n{Notices.Footer}",
            Text(new("user", "My name is Ada. I like tea."), new("assistant", "Hello!"), new("user", "What is my name?")));

    [Fact]
    public void Answer_HasTheLatestLast_WhenSomethingWasCorrected() =>
        Assert.Contains(
            "- My city is Graz.\n- I moved: my city is now Linz.\n",
            Text(new("user", "My city is Graz."), new("user", "I moved: my city is now Linz."), new("user", "What is my city now?")),
            StringComparison.Ordinal);

    [Fact]
    public void Answer_QuotesSystemContext_NotItsInstructions()
    {
        var text = Text(
            new("system", "You are a support agent. Answer questions about refunds briefly.\nRefunds are paid within 14 days. Shipping is free above 50 euros."),
            new("user", "How long do refunds take?"));

        Assert.Contains("> Refunds are paid within 14 days.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Answer questions", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Shipping", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_SplitsContextAndQuestion_OfOneMessage() =>
        Assert.Contains(
            "> The server room is in building 7.",
            Text(new ChatTurn("user", "Context:\nThe canteen opens at noon.\nThe server room is in building 7.\n\nQuestion: Where is the server room?")),
            StringComparison.Ordinal);

    [Fact]
    public void Answer_FindsWhatWasSaidInTheSameBreath() =>
        Assert.Equal(
            $"**From your message:**\n\n> My name is Ada.\n\n{Notices.Footer}", Text(new ChatTurn("user", "My name is Ada. What is my name?")));

    [Fact]
    public void Answer_CitesTheNumbersOfDocuments_AndQuotesNoneThatIsAboutSomethingElse()
    {
        const string Found = """{"passages":[{"number":1,"document":"lease.pdf","text":"The monthly rent is 2,450 euros. The keys are at the gate."},{"number":2,"document":"a.md","text":"A ring of rubber."}]}""";

        Assert.Equal($"**From the tool `knowledge_search`:**\n\n> The monthly rent is 2,450 euros. [1]\n\n{Notices.Footer}", Ask("How high is the monthly rent?"));
        Assert.Equal(Notices.Full, Ask("Which planet has a ring?"));

        static string Ask(string question) => Text(
            new("user", question), new("assistant", "") { ToolCalls = [new("1", "knowledge_search", "{}")] }, new("tool", Found) { ToolName = "knowledge_search" });
    }

    [Fact]
    public void Answer_SaysWhatToDo_WhenNothingMatches()
    {
        var text = Text(new ChatTurn("user", "Who painted the Mona Lisa?"));

        Assert.Equal(Notices.Full, text);
        Assert.Contains("ollama pull", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_IsShorter_WhenItHasSaidSoBefore() =>
        Assert.Equal(
            Notices.Short,
            Text(new("user", "Who painted the Mona Lisa?"), new("assistant", Notices.Full), new("user", "And the Night Watch?")));

    [Fact]
    public void Answer_ComesFromTheToolResult_WhateverItsWords() =>
        Assert.Equal(
            $"**From the tool `get_weather`**, 2 passages:\n\n- temperature: 21\n- sky: clear\n\n{Notices.Footer}",
            Text(
                new("user", "Do I need an umbrella?"),
                new("assistant", "") { ToolCalls = [new("1", "get_weather", "{}")] },
                new("tool", """{"temperature":21,"sky":"clear"}""") { ToolName = "get_weather" }));

    [Fact]
    public void Answer_LinksSearchHits() =>
        Assert.Contains(
            "> Aspire starts services. ([Docs](https://example.org/a))",
            Text(
                new("user", "What does Aspire do?"),
                new("tool", """{"results":[{"title":"Docs","url":"https://example.org/a","content":"Aspire starts services."}]}""") { ToolName = "search" }),
            StringComparison.Ordinal);

    [Fact]
    public void Answer_IsTheSame_EveryTime()
    {
        ChatTurn[] turns = [new("system", "Cats sleep 14 hours a day. Dogs sleep 12 hours a day."), new("user", "How long do cats sleep?")];

        Assert.Equal(Text(turns), Text(turns));
    }

    [Fact]
    public void Answer_FillsTheSchema_WhenOneIsGiven()
    {
        var schema = JsonElement.Parse("""
            {"type":"object","properties":{"age":{"type":"integer"},"available":{"type":"boolean"},"tags":{"type":"array","items":{"type":"string"},"minItems":1},
             "mood":{"enum":["calm","busy"]},"inner":{"$ref":"#/$defs/inner"}},"required":["age","available","tags","mood","inner"],
             "$defs":{"inner":{"type":"object","properties":{"note":{"type":["string","null"]}},"required":["note"]}}}
            """);

        var answer = ExtractiveModel.Answer([new("user", "Ada is 22 years old and busy.")], [], ToolDemand.Auto, schema);
        using var json = JsonDocument.Parse(answer.Text);

        Assert.Equal(22, json.RootElement.GetProperty("age").GetInt32());
        Assert.False(json.RootElement.GetProperty("available").GetBoolean());
        Assert.Equal(1, json.RootElement.GetProperty("tags").GetArrayLength());
        Assert.Equal("busy", json.RootElement.GetProperty("mood").GetString());
        Assert.Equal(JsonValueKind.String, json.RootElement.GetProperty("inner").GetProperty("note").ValueKind);
    }

    [Fact]
    public void Answer_IsAnObject_WhenJsonIsWanted()
    {
        var answer = ExtractiveModel.Answer(
            [new("system", "The code is 1234."), new("user", "What is the code?")], [], ToolDemand.Auto, JsonElement.Parse("\"json\""));

        Assert.Equal("""{"answer":"The code is 1234.","note":"No language model is installed"}""", answer.Text);
    }

    private static string Text(params ChatTurn[] turns) => ExtractiveModel.Answer(turns, [], ToolDemand.Auto, default).Text;
}

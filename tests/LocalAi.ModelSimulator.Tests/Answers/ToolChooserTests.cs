using System.Text.Json;
using LocalAi.ModelSimulator.Answers;

namespace LocalAi.ModelSimulator.Tests.Answers;

public sealed class ToolChooserTests
{
    private static readonly Tool Weather = new("get_current_weather", "Get the current weather for a location", JsonElement.Parse(
        """
        {"type":"object","properties":{"location":{"type":"string"},"days":{"type":"integer"},"format":{"type":"string","enum":["celsius","fahrenheit"]}},
         "required":["location","format"]}
        """));

    private static readonly Tool Search = new("search_knowledge", "Searches the documents of the user", JsonElement.Parse(
        """{"type":"object","properties":{"query":{"type":"string"},"limit":{"type":"integer","default":5}},"required":["query"]}"""));

    private static readonly Tool Calculator = new("calculate", "Evaluates arithmetic", JsonElement.Parse(
        """{"type":"object","properties":{"expression":{"type":"string"}},"required":["expression"]}"""));

    private static readonly Tool Fetch = new("fetch_page", "Reads a web page", JsonElement.Parse(
        """{"type":"object","properties":{"url":{"type":"string","format":"uri"}},"required":["url"]}"""));

    [Theory]
    [InlineData("What is the weather in Paris in fahrenheit?", "get_current_weather", """{"location":"Paris","format":"fahrenheit"}""")]
    [InlineData("Weather for New York, next 3 days", "get_current_weather", """{"location":"New York","days":3,"format":"celsius"}""")]
    [InlineData("I am in Graz. What will the weather be?", "get_current_weather", """{"location":"Graz","format":"celsius"}""")]
    [InlineData("What is (12 + 5) * 3?", "calculate", """{"expression":"(12 + 5) * 3"}""")]
    [InlineData("Summarize the page https://example.org/a?b=c.", "fetch_page", """{"url":"https://example.org/a?b=c"}""")]
    [InlineData("How many days of vacation do I have?", "search_knowledge", """{"query":"How many days of vacation do I have?","limit":5}""")]
    [InlineData("Please use search_knowledge with \"parental leave\"", "search_knowledge", """{"query":"parental leave","limit":5}""")]
    public void Choose_AsksForTheToolThatFits(string question, string tool, string arguments)
    {
        // "days" is a parameter of the weather tool: the question about vacation must not be mistaken for it.
        var call = Assert.Single(Choose([new("user", question)]));

        Assert.Equal((tool, arguments), (call.Name, call.Arguments));
        Assert.Matches("^call_[a-z0-9]{8}$", call.Id);
    }

    [Theory]
    [InlineData("Hello!")]
    [InlineData("My name is Ada.")]
    [InlineData("")]
    public void Choose_AsksForNone_WhenNothingIsAsked(string message) => Assert.Empty(Choose([new("user", message)]));

    [Fact]
    public void Choose_AsksForNone_WhenTheConversationHasTheAnswer() =>
        Assert.Empty(Choose([new("user", "My name is Ada."), new("assistant", "Hello Ada."), new("user", "What is my name?")]));

    [Fact]
    public void Choose_AsksForNone_AfterAToolHasAnswered() => Assert.Empty(Choose(
    [
        new("user", "What is the weather in Paris?"),
        new("assistant", "") { ToolCalls = [new("1", "get_current_weather", """{"location":"Paris","format":"celsius"}""")] },
        new("tool", "Sunny.") { ToolName = "get_current_weather" },
    ]));

    [Fact]
    public void Choose_NeverRepeatsACall_ButMakesAnother()
    {
        ChatTurn[] before =
        [
            new("user", "What is the weather in Paris?"),
            new("assistant", "") { ToolCalls = [new("1", "get_current_weather", """{ "location": "Paris", "format": "celsius" }""")] },
            new("tool", "Sunny.") { ToolName = "get_current_weather" },
            new("assistant", "It is sunny."),
        ];

        Assert.Empty(Choose([.. before, new("user", "What is the weather in Paris?")]));
        Assert.Equal(
            """{"location":"Rome","format":"celsius"}""",
            Assert.Single(Choose([.. before, new("user", "What is the weather in Rome?")])).Arguments);
    }

    [Fact]
    public void Choose_ObeysDemands()
    {
        ChatTurn[] turns = [new("user", "What is the weather in Paris?")];

        Assert.Empty(Choose(turns, new ToolDemand(IsNone: true)));
        Assert.Equal("calculate", Assert.Single(Choose(turns, new ToolDemand(IsRequired: true, Name: "calculate"))).Name);
        Assert.Equal("get_current_weather", Assert.Single(Choose([new("user", "Hello weather")], new ToolDemand(IsRequired: true))).Name);
    }

    private static IReadOnlyList<ToolCall> Choose(IReadOnlyList<ChatTurn> turns, ToolDemand? demand = null) =>
        ExtractiveModel.Answer(turns, [Weather, Search, Calculator, Fetch], demand ?? ToolDemand.Auto, default).ToolCalls;
}

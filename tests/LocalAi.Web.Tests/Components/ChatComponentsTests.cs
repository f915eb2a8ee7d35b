using Bunit;
using LocalAi.Web.Agent;
using LocalAi.Web.Chat;
using LocalAi.Web.Components.Layout;
using LocalAi.Web.Components.Pages.Chat;
using LocalAi.Web.Markdown;
using LocalAi.Web.Tests.Agent;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace LocalAi.Web.Tests.Components;

public sealed class ChatComponentsTests : BunitContext
{
    public ChatComponentsTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton<MarkdownRenderer>();
        Services.AddSingleton(new ChatModels(new TestAgent().Client));
    }

    private static Timings Server { get; } = new(0.5, 1, 0.5, 2, 4, 2, 200, 40, 0.625, "server");

    [Fact]
    public void AnswerStats_ShowRateFirstTokenAndGpuShare_WithTheBreakdown()
    {
        var stats = Render<AnswerStats>(parameters => parameters.Add(view => view.Model, "qwen3:8b").Add(view => view.Usage, new Usage(100, 80, Server)));

        Assert.Equal(["qwen3:8b", "40.0 tokens/s", "2.00 s to first token", "GPU-bound 63 %"], stats.FindAll(".stat").Select(stat => stat.TextContent.Trim()));
        Assert.Equal(["0,12.5", "12.5,25", "37.5,12.5", "50,50"], stats.FindAll("rect").Select(rect => $"{rect.GetAttribute("x")},{rect.GetAttribute("width")}"));
        Assert.Equal(
            ["Queue 500 ms", "Load the model 1.00 s", "Prefill: read the prompt 500 ms", "Decode: write the answer 2.00 s"],
            stats.FindAll(".latency-row").Select(row => string.Join(' ', row.Children.Skip(1).Select(cell => cell.TextContent))));
        Assert.Equal(stats.Find("[role=tooltip]").Id, stats.Find(".stat-button").GetAttribute("aria-describedby"));
    }

    [Fact]
    public void AnswerStats_SayThatTheyAreEstimated_WhenTheModelServerReportsNoPhases()
    {
        var stats = Render<AnswerStats>(parameters => parameters.Add(view => view.Usage, new Usage(1, 1, Server with { Source = "client" })));

        Assert.Contains("estimated from outside", stats.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void AnswerStats_SayWhereTheAnswerWasComputed_WhereThatIsKnown()
    {
        var known = Render<AnswerStats>(parameters => parameters.Add(view => view.Model, "groq/llama").Add(view => view.Place, "api.groq.com"));
        var unknown = Render<AnswerStats>(parameters => parameters.Add(view => view.Model, "groq/llama"));

        Assert.Equal("on api.groq.com", known.Find(".stat-place").TextContent);
        Assert.Empty(unknown.FindAll(".stat-place"));
    }

    [Fact]
    public void AnswerStats_ShowOnlyWhatWasMeasured()
    {
        var stats = Render<AnswerStats>(parameters => parameters.Add(
            view => view.Usage, new Usage(1, 1, new Timings(null, null, null, null, null, null, null, null, null, null))));

        Assert.Empty(stats.FindAll(".stat"));
    }

    [Fact]
    public void MessageView_ShowsTextAndError_WhenTheAnswerFailed()
    {
        var asked = 0;
        var message = new Message(
            Guid.NewGuid(), MessageRole.Assistant, "It *begins*", "m", DateTimeOffset.UnixEpoch, MessageStatus.Failed, "The model server stopped. Out of memory.");

        var view = Render<MessageView>(parameters => parameters.Add(it => it.Message, message).Add(it => it.OnAgain, () => asked++));
        view.Find("[role=alert] button").Click();

        Assert.Equal("It begins", view.Find(".md").TextContent.Trim());
        Assert.Contains("The model server stopped. Out of memory.", view.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(1, asked);
    }

    [Fact]
    public void MessageView_ShowsAQuestionAsText_WhateverItContains()
    {
        var message = new Message(Guid.NewGuid(), MessageRole.User, "<b>bold?</b> *no*", null, DateTimeOffset.UnixEpoch, MessageStatus.Complete);

        var view = Render<MessageView>(parameters => parameters.Add(it => it.Message, message));

        Assert.Equal("<b>bold?</b> *no*", view.Find(".question-text").TextContent);
    }

    [Fact]
    public void ToolCalls_ShowStateArgumentsAndResult()
    {
        ToolCall[] calls =
        [
            new("1", "clock", "{}", ToolCallStatus.Running, null, null),
            new("2", "search", "{\"q\":1}", ToolCallStatus.Failed, 1.5, "timed out"),
        ];

        var view = Render<ToolCalls>(parameters => parameters.Add(it => it.Calls, calls));

        Assert.Equal(["clock running…", "search failed after 1.50 s"], view.FindAll("summary").Select(row => string.Join(' ', row.QuerySelectorAll("span[class^=tool]").Select(cell => cell.TextContent))));
        Assert.Equal(["{}", "{\"q\":1}", "timed out"], view.FindAll("pre").Select(text => text.TextContent));
    }

    [Fact]
    public void EmptyState_SaysWhatRunsWhere_AndThatTheModelIsSimulated()
    {
        string? prompt = null;
        var model = new ModelInfo("simulated/extractive", "simulator", ["chat"], 8192, true, "http://localhost:11435");

        var view = Render<EmptyState>(parameters => parameters.Add(it => it.Model, model).Add(it => it.OnPrompt, text => prompt = text));
        view.Find(".prompt").Click();

        Assert.Contains("No language model is installed.", view.Markup, StringComparison.Ordinal);
        Assert.Equal(["simulated/extractive", "this machine"], view.FindAll(".where div:first-child dd").Select(cell => cell.TextContent));
        Assert.StartsWith("Summarise", prompt, StringComparison.Ordinal);
    }

    [Fact]
    public void Navigation_HasRoomForMorePages()
    {
        NavigationItem[] pages = [new("", "Chat", "<path/>"), new("knowledge", "Knowledge", "<path/>"), new("models", "Models", "<path/>"), new("services", "Services", "<path/>")];

        Assert.Equal(["Chat", "Knowledge", "Models", "Services"], Render<Navigation>(parameters => parameters.Add(it => it.Items, pages)).FindAll("a").Select(link => link.TextContent.Trim()));
        Assert.Empty(Render<Navigation>(parameters => parameters.Add(it => it.Items, pages[..1])).FindAll("a"));
    }
}

using LocalAi.Dashboard.Models;
using LocalAi.Dashboard.Telemetry.Traces;

namespace LocalAi.Dashboard.Tests.Models;

public class ModelFindingsTests
{
    private static readonly ModelKey Model = new("ollama", "llama", "chat");

    [Fact]
    public void Findings_SayHowMuchRunsOnTheCpu_WhenTheModelDoesNotFit()
    {
        var finding = ModelFindings.Of(Model, Bucket(new ModelPhases(0, 0, 0.5, 2, 0, 0)), new LoadedModel("llama", "", 100, 63, null, null), [])[0];

        Assert.Equal("37 % of this model runs on the CPU: it does not fit; decode is 6 times slower than it would be.", finding.Text);
        Assert.True(finding.IsWarning);
    }

    [Fact]
    public void Findings_AreEmpty_WhenAllIsWell() =>
        Assert.Empty(ModelFindings.Of(Model, Bucket(new ModelPhases(0, 0, 0.5, 2, 0, 0)), new LoadedModel("llama", "", 100, 100, 8192, 60), []));

    [Theory]
    [InlineData(8.0, 0, 0.5, 2, 0, "Requests spend 76.2 % of their time waiting for others, 8 s on average.")]
    [InlineData(0, 3.0, 0.5, 2, 0, "10 of 10 requests waited for the model to be loaded, 3 s each.")]
    [InlineData(0, 0, 9.0, 2, 0, "Reading the prompt takes longer than answering: 1,000 input tokens per request, 81.8 % of the time.")]
    [InlineData(0, 0, 0.5, 2, 4.0, "Tools take 61.5 % of the wait, more than a faster model could win.")]
    [InlineData(0, 0, 0.5, 50, 0, "It writes 2 tokens per second, slower than people read (about 5).")]
    public void Findings_NameThePhase_WhenItIsTooLong(double queue, double load, double prefill, double decode, double tools, string expected) =>
        Assert.Equal([expected], ModelFindings.Of(Model, Bucket(new ModelPhases(queue, load, prefill, decode, tools, 0)), null, []).Select(finding => finding.Text));

    [Fact]
    public void Findings_CountErrors_WhenRequestsFail()
    {
        var bucket = Bucket(new ModelPhases(0, 0, 0.5, 2, 0, 0));
        bucket.Add(Request(new ModelPhases(0, 0, 0.5, 2, 0, 0)) with { Error = "timeout" });

        Assert.Equal("1 of 11 requests failed.", ModelFindings.Of(Model, bucket, null, [])[0].Text);
    }

    [Fact]
    public void Findings_WarnOfTheContext_WhenPromptsFillIt() =>
        Assert.Equal(
            ["Prompts reach 1,000 of 1,024 context tokens: what does not fit is cut off without a word."],
            ModelFindings.Of(Model, Bucket(new ModelPhases(0, 0, 0.5, 2, 0, 0)), new LoadedModel("llama", "", 1, 1, 1_024, null), []).Select(finding => finding.Text));

    [Theory]
    [InlineData("15m", 900, 20)]
    [InlineData("5m", 300, 10)]
    [InlineData("24h", 86_400, 1_440)]
    [InlineData("30d", 2_592_000, 43_200)]
    public void Window_IsRead_AsPeopleWriteIt(string text, long seconds, long step)
    {
        Assert.True(TimeWindow.TryParse(text, out var window));
        Assert.Equal((seconds, step), (window.Seconds, window.StepSeconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("15")]
    [InlineData("-5m")]
    [InlineData("1s")]
    [InlineData("31d")]
    [InlineData("99999999d")]
    [InlineData("5 m")]
    public void Window_IsRefused_WhenItIsNone(string text) => Assert.False(TimeWindow.TryParse(text, out _));

    private static ModelBucket Bucket(ModelPhases phases)
    {
        var bucket = new ModelBucket();
        for (var request = 0; request < 10; request++)
        {
            bucket.Add(Request(phases));
        }

        return bucket;
    }

    private static ModelRequest Request(ModelPhases phases) =>
        new(Model, new TraceId(1, 2), 3, 4, phases.Queue + phases.Load + phases.Prefill + phases.Decode, 1_000, 100, phases, 1, 0.02, null, true);
}

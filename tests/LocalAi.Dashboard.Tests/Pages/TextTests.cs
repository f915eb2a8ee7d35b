using LocalAi.Dashboard.Components;
using LocalAi.Dashboard.Components.Charts;
using LocalAi.Dashboard.Components.Pages.Console;
using LocalAi.Dashboard.Components.Pages.Traces;

namespace LocalAi.Dashboard.Tests.Pages;

public class TextTests
{
    [Fact]
    public void Ansi_GivesClassesAndColours_AndDropsOtherSequences()
    {
        var segments = AnsiText.Parse("plain \u001b[1;31mred\u001b[0m \u001b[38;5;208morange\u001b[38;2;1;2;3mexact\u001b[39m\u001b[2K\u001b]8;;http://x\u0007link\u001b[");

        Assert.Equal(
            [("plain ", "", null), ("red", "a-bold a-1", null), (" ", "", null), ("orange", "", "color: rgb(255 135 0)"), ("exact", "", "color: rgb(1 2 3)"), ("link", "", null)],
            segments.Select(segment => (segment.Text, segment.Class, segment.Style)));
    }

    [Theory]
    [InlineData("\u001b")]
    [InlineData("\u001b[")]
    [InlineData("\u001b[38;5")]
    [InlineData("\u001b[38;2;1m")]
    [InlineData("\u001b[99999999999m")]
    [InlineData("\u001b]8;;never ends")]
    [InlineData("\u001b[;;;;m")]
    public void Ansi_ShowsNothingOfASequence_WhenItIsBroken(string line) => Assert.Equal("a", AnsiText.Plain("a" + line));

    [Theory]
    [InlineData(double.NaN, "–")]
    [InlineData(0, "0 s")]
    [InlineData(0.0000004, "400 ns")]
    [InlineData(0.0123, "12.3 ms")]
    [InlineData(1.5, "1.5 s")]
    [InlineData(174, "2 min 54 s")]
    [InlineData(90_000, "1 d 1 h")]
    [InlineData(1e12, "> 100 years")]
    public void Quantity_WritesSeconds_AsPeopleReadThem(double seconds, string expected) => Assert.Equal(expected, Quantity.Seconds(seconds));

    [Theory]
    [InlineData(1_536, "1.5 KiB")]
    [InlineData(0, "0 B")]
    [InlineData(6.1 * 1024 * 1024 * 1024, "6.1 GiB")]
    public void Quantity_WritesBytes_AsPeopleReadThem(double bytes, string expected) => Assert.Equal(expected, Quantity.Bytes(bytes));

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    [InlineData(-1)]
    public void Quantity_WritesEveryTime_HoweverAbsurd(long nanos) => Assert.NotEmpty(Quantity.Date(nanos) + Quantity.Clock(nanos));

    [Theory]
    [InlineData(0, new double[] { 0, 1 })]
    [InlineData(double.NaN, new double[] { 0, 1 })]
    [InlineData(7, new double[] { 0, 2, 4, 6, 8 })]
    [InlineData(100, new double[] { 0, 50, 100 })]
    public void Ticks_AreRound_AndReachTheMaximum(double max, double[] expected) => Assert.Equal(expected, ChartScale.Ticks(max));

    [Fact]
    public void Messages_AreRead_WithPartsAndTools()
    {
        var messages = GenAiMessage.Read("""[{"role":"user","parts":[{"type":"text","content":"hi"}]},{"role":"assistant","parts":[{"type":"tool_call","name":"search","arguments":{"q":"x"}}]},{"role":"tool","content":"plain"}]""", "user");

        Assert.Equal(
            [("user", "text", null, "hi"), ("assistant", "tool_call", "search", "{\n  \"q\": \"x\"\n}"), ("tool", "text", null, "plain")],
            messages.Select(message => (message.Role, message.Parts[0].Kind, message.Parts[0].Tool, message.Parts[0].Text.ReplaceLineEndings("\n"))));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1,2")]
    public void Messages_AreShownAsText_WhenTheyAreNoJson(string text) => Assert.Equal(text, GenAiMessage.Read(text, "user")[0].Parts[0].Text);
}

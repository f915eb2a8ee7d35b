using LocalAi.ModelSimulator.Answers;

namespace LocalAi.ModelSimulator.Tests.Answers;

public sealed class SentencesTests
{
    [Fact]
    public void Of_SplitsAtSentenceAndLineEnds_NotAtAbbreviationsOrNumbers() =>
        Assert.Equal(
            ["Title", "It costs 3.50 e.g. in Graz.", "Dr. Who agrees!", "Really?", "一つ。", "二つ。"],
            Sentences.Of("# Title\n- It costs 3.50 e.g. in Graz. Dr. Who agrees! Really?\n\n一つ。二つ。"));

    [Fact]
    public void Of_CutsEndlessSentences()
    {
        var sentence = Assert.Single(Sentences.Of(string.Join(' ', Enumerable.Repeat("word", 500))));

        Assert.EndsWith(" …", sentence, StringComparison.Ordinal);
        Assert.InRange(sentence.Length, 300, 410);
    }
}

using LocalAi.Web.Knowledge;

namespace LocalAi.Web.Tests.Knowledge;

public sealed class TextExcerptTests
{
    [Fact]
    public void Excerpt_IsTheWholeTextWithThePassageMarked_WhenItIsShort()
    {
        var excerpt = TextExcerpt.Around("One. Two. Three.", from: 5, to: 9);

        Assert.Equal(("One. ", "Two.", " Three.", 0, 16), (excerpt.Head, excerpt.Passage, excerpt.Tail, excerpt.Start, excerpt.End));
    }

    [Fact]
    public void Excerpt_HasThePassageInItsMiddle_WhenTheTextIsLong()
    {
        var text = new string('a', 100_000) + "here" + new string('b', 100_000);

        var excerpt = TextExcerpt.Around(text, from: 100_000, to: 100_004);

        Assert.Equal(("here", 80_000, 120_000, 40_000), (excerpt.Passage, excerpt.Start, excerpt.End, excerpt.Before));
        Assert.Equal("", TextExcerpt.From(text, excerpt.End, from: 100_000, to: 100_004).Passage);
    }

    [Theory]
    [InlineData(-5, 3)]
    [InlineData(3, 2)]
    [InlineData(0, int.MaxValue)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(int.MinValue, 0)]
    public void Excerpt_MarksNothing_WhenTheAddressIsWrong(int from, int to)
    {
        var excerpt = TextExcerpt.Around("Some text.", from, to);

        Assert.Equal(("", "Some text."), (excerpt.Passage, excerpt.Head + excerpt.Tail));
    }

    [Fact]
    public void Excerpt_NeverCutsACharacterInTwo()
    {
        var text = "x" + string.Concat(Enumerable.Repeat("😀", 60_000));

        var excerpt = TextExcerpt.From(text, 40_000, 0, 0);

        Assert.False(char.IsLowSurrogate(excerpt.Text[0]) || char.IsHighSurrogate(excerpt.Text[^1]));
    }
}

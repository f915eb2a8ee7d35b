using LocalAi.ModelSimulator.Answers;

namespace LocalAi.ModelSimulator.Tests.Answers;

public sealed class TermsTests
{
    [Fact]
    public void Of_KeepsWhatCarriesMeaning_Once() =>
        Assert.Equal(["document", "run", "compan"], Terms.Of("What are the documents, and the Document, running in companies?").Select(term => term.TrimEnd('y')));

    [Fact]
    public void Words_SplitsIdentifiers() =>
        Assert.Equal(["get", "current", "weather", "search", "web", "v2"], Terms.Words("getCurrentWeather search_web-v2"));

    [Fact]
    public void Words_PairsCharacters_WhereThereAreNoSpaces() =>
        Assert.Equal(["東京", "京都", "都", "is", "big"], Terms.Words("東京都 is big"));
}

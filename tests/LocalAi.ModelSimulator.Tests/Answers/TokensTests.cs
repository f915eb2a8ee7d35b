using LocalAi.ModelSimulator.Answers;

namespace LocalAi.ModelSimulator.Tests.Answers;

public sealed class TokensTests
{
    [Theory]
    [InlineData("")]
    [InlineData("One sentence, with signs — and 1234567 digits.")]
    [InlineData("  two  spaces\n\n\tand lines   \n")]
    [InlineData("Grüße, 日本語のテキスト, 👩‍👩‍👧‍👦 and \ud83d\ude00")]
    [InlineData("a very looooooooooooooooooooooooooooong word")]
    public void Tokens_TogetherAreTheText_WhateverItHolds(string text)
    {
        var parts = new List<string>();
        for (var at = 0; at < text.Length; at += parts[^1].Length)
        {
            parts.Add(text.Substring(at, Tokens.NextLength(text.AsSpan(at))));
        }

        Assert.Equal(text, string.Concat(parts));
        Assert.Equal(parts.Count, Tokens.Count(text));
        Assert.DoesNotContain(parts, part => char.IsHighSurrogate(part[^1]) || char.IsLowSurrogate(part[0]));
    }

    [Fact]
    public void Count_IsAboutFourCharactersAToken_ForEnglish()
    {
        const string Text =
            "The quick brown fox jumps over the lazy dog. A language model's tokenizer splits such a text into pieces of about four characters, "
            + "because frequent words are one token and rare words are several.";

        Assert.InRange((double)Text.Length / Tokens.Count(Text), 3.5, 6);
    }

    [Fact]
    public void LengthOf_CutsAtTokens()
    {
        Assert.Equal("One two".Length, Tokens.LengthOf("One two three", 2));
        Assert.Equal("One".Length, Tokens.LengthOf("One", 5));
        Assert.Equal(0, Tokens.LengthOf("One", 0));
    }
}

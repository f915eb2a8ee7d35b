using LocalAi.ModelSimulator.Embeddings;

namespace LocalAi.ModelSimulator.Tests.Embeddings;

public sealed class HashedEmbeddingTests
{
    private const int Dimensions = 768;

    private static readonly string[] Documents =
    [
        "Employees have 25 days of paid vacation each year; unused vacation expires in March.",
        "The server room in building 7 is cooled to 18 degrees and may only be entered with a badge.",
        "Invoices are paid within 30 days; the accounting department needs the order number.",
        "PostgreSQL stores the conversations; backups run every night at two o'clock.",
        "Die Kantine öffnet um zwölf Uhr und bietet täglich ein vegetarisches Gericht.",
    ];

    [Theory]
    [InlineData("How many vacation days do employees get?", 0)]
    [InlineData("Who may enter the server room?", 1)]
    [InlineData("when is an invoice payed", 2)]
    [InlineData("postgres backup time", 3)]
    [InlineData("vegetarische Gerichte in der Kantine", 4)]
    public void Embed_FindsTheDocument_ThatSharesItsWords(string query, int document)
    {
        var vector = HashedEmbedding.Embed(query, Dimensions);
        var scores = Documents.Select(text => Similarity(vector, HashedEmbedding.Embed(text, Dimensions))).ToList();

        Assert.Equal(document, scores.IndexOf(scores.Max()));
        Assert.True(scores[document] > 2 * scores.Order().ElementAt(Documents.Length - 2), $"not clear: {string.Join(' ', scores)}");
    }

    [Fact]
    public void Embed_ForgivesSpelling()
    {
        var word = HashedEmbedding.Embed("accommodation", Dimensions);

        Assert.True(Similarity(word, HashedEmbedding.Embed("accomodation", Dimensions)) > Similarity(word, HashedEmbedding.Embed("authentication", Dimensions)) + 0.2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("!!!")]
    [InlineData("the and of")]
    [InlineData("Some text with meaning.")]
    [InlineData("日本語のテキスト")]
    public void Embed_HasLengthOne_WhateverTheText(string text) =>
        Assert.Equal(1, HashedEmbedding.Embed(text, Dimensions).Sum(value => (double)value * value), 5);

    [Fact]
    public void Embed_IsTheSameOnEveryMachine()
    {
        // Recorded once: an index that was built with other values would be worthless after an upgrade.
        var vector = HashedEmbedding.Embed("LocalAi", Dimensions);
        var largest = vector.Index().OrderByDescending(item => Math.Abs(item.Item)).Take(3).Select(item => item.Index);

        Assert.Equal([25, 271, 317], largest.Order());
    }

    private static double Similarity(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}

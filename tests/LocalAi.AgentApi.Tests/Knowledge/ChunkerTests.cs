using LocalAi.AgentApi.Knowledge.Ingestion;
using LocalAi.AgentApi.Knowledge.Parsing;

namespace LocalAi.AgentApi.Tests.Knowledge;

public sealed class ChunkerTests
{
    [Fact]
    public void Chunks_EndWithSentencesAndOverlap_WhenASectionIsLong()
    {
        var text = new DocumentText();
        text.AddHeading(1, "Trees");
        text.AddParagraph("Oaks live long. Beeches like shade. Firs keep their needles. Larches lose them in autumn. Elms are rare today.");
        text.AddHeading(1, "Herbs");
        text.AddParagraph("Mint spreads.");

        var chunks = Chunker.Split(text.Build(), characters: 70, overlap: 30);

        Assert.Equal(
            [
                (0, "Trees", "Trees\n\nOaks live long. Beeches like shade. Firs keep their needles."),
                (1, "Trees", "Firs keep their needles. Larches lose them in autumn."),
                (2, "Trees", "Larches lose them in autumn. Elms are rare today."),
                (3, "Herbs", "Herbs\n\nMint spreads."),
            ],
            chunks.Select(chunk => (chunk.Position, chunk.Heading, chunk.Text)));
    }

    [Theory]
    [InlineData(200, 0)]
    [InlineData(200, 100)]
    [InlineData(1200, 200)]
    public void Chunks_LeaveNothingOutAndAreNeverTooLong_WhateverTheText(int characters, int overlap)
    {
        var random = new Random(7);
        for (var run = 0; run < 50; run++)
        {
            var text = new DocumentText();
            for (var paragraph = 0; paragraph < 20; paragraph++)
            {
                if (random.Next(5) == 0)
                {
                    text.AddHeading(random.Next(1, 4), $"Heading {paragraph}");
                }

                text.AddParagraph(Words(random));
            }

            var document = text.Build();
            var chunks = Chunker.Split(document, characters, overlap);

            var covered = new bool[document.Text.Length];
            foreach (var chunk in chunks)
            {
                Assert.InRange(chunk.Text.Length, 1, characters);
                Assert.Equal(chunk.Text, document.Text.Substring(chunk.Start, chunk.Text.Length));
                Assert.False(char.IsLowSurrogate(chunk.Text[0]) || char.IsHighSurrogate(chunk.Text[^1]));
                covered.AsSpan(chunk.Start, chunk.Text.Length).Fill(true);
            }

            // A heading right before a smaller one is in the headings of what follows.
            foreach (var (section, next) in document.Sections.Zip(document.Sections.Skip(1)))
            {
                if (next.Heading == $"{section.Heading} › {next.Heading.Split(" › ")[^1]}" && section.End - section.Start < 12)
                {
                    covered.AsSpan(section.Start, section.End - section.Start).Fill(true);
                }
            }

            Assert.All(Enumerable.Range(0, covered.Length), index => Assert.True(covered[index] || char.IsWhiteSpace(document.Text[index])));
            Assert.Equal(chunks.OrderBy(chunk => chunk.Start).Select(chunk => chunk.Position), chunks.Select(chunk => chunk.Position));
        }
    }

    private static string Words(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 200)).Select(_ => random.Next(20) switch
    {
        0 => ". ",
        1 => "\n",
        2 => "😀",
        3 => new string('x', random.Next(1, 500)),
        _ => $"word{random.Next(100)} ",
    }));
}

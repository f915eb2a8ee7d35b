using System.Numerics.Tensors;
using System.Text;

namespace LocalAi.KnowledgeBench;

/// <summary>
/// Passages and questions that are the same in every run. Vectors are made as those of texts are shaped: topics of different sizes in a
/// space of few directions (48 here; embeddings of real texts have some dozens), turned into 768 dimensions, with noise in all of them. Words follow
/// Zipf's law, as those of natural language do.
/// </summary>
internal sealed class SyntheticCorpus
{
    public const int Dimensions = 768;
    public const int ChunksPerDocument = 250;
    public const int Questions = 400;

    private const int Directions = 48;
    private const int Topics = 800;
    private const int Words = 30_000;
    private const int WordsPerChunk = 130;

    private readonly Random _random = new(20261127);
    private readonly float[][] _basis;
    private readonly float[][] _topics;

    public SyntheticCorpus(int count)
    {
        Count = count;
        _basis = Many(Directions, Dimensions);
        _topics = Many(Topics, Directions);
        Vectors = new float[count][];
        for (var index = 0; index < count; index++)
        {
            Vectors[index] = Vector(_topics[(int)(Topics * Math.Pow(_random.NextDouble(), 2))]);
        }

        Queries = [.. Enumerable.Range(0, Questions).Select(_ => Near(Vectors[_random.Next(count)]))];
        QueryTexts = [.. Enumerable.Range(0, Questions).Select(_ => Text(8))];
    }

    public int Count { get; }

    public float[][] Vectors { get; }

    public float[][] Queries { get; }

    public string[] QueryTexts { get; }

    /// <summary>A Markdown document of <paramref name="chunks"/> sections, each as long as a passage.</summary>
    public string Document(int chunks)
    {
        var text = new StringBuilder();
        for (var index = 0; index < chunks; index++)
        {
            text.Append("# ").Append(Text(3)).Append(' ').Append(index).Append("\n\n").Append(Text(WordsPerChunk)).Append("\n\n");
        }

        return text.ToString();
    }

    private string Text(int words)
    {
        var text = new StringBuilder();
        for (var index = 0; index < words; index++)
        {
            // A share of u has rank Words^u: each word comes about as often as one divided by its rank.
            text.Append(index == 0 ? "" : index % 12 == 0 ? ". " : " ").Append('w').Append((int)Math.Pow(Words, _random.NextDouble()));
        }

        return text.ToString();
    }

    private float[] Vector(float[] topic)
    {
        var latent = topic.ToArray();
        for (var index = 0; index < latent.Length; index++)
        {
            latent[index] += 0.6f * Gaussian();
        }

        var vector = new float[Dimensions];
        for (var direction = 0; direction < Directions; direction++)
        {
            TensorPrimitives.MultiplyAdd(_basis[direction], latent[direction], vector, vector);
        }

        return Noisy(vector, 0.3f);
    }

    /// <summary>At a cosine of about 0.7, as questions are to the passages that answer them.</summary>
    private float[] Near(float[] vector) => Noisy(vector.ToArray(), 1 / MathF.Sqrt(Dimensions));

    private float[] Noisy(float[] vector, float noise)
    {
        for (var index = 0; index < vector.Length; index++)
        {
            vector[index] += noise * Gaussian();
        }

        TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
        return vector;
    }

    private float[][] Many(int count, int length) =>
        [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, length).Select(_ => Gaussian()).ToArray())];

    private float Gaussian() => (float)(Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()));
}

using System.Runtime.InteropServices;
using LocalAi.ModelSimulator.Answers;

namespace LocalAi.ModelSimulator.Embeddings;

/// <summary>
/// Text as a vector without a model (feature hashing, Weinberger et al. 2009): each word, pair of words and group of 3 to 5
/// characters within a word goes to one dimension with a sign, both from its hash, so that texts with the same or similarly spelled
/// words point the same way. Repetitions count with their logarithm, common English words little. The result has length 1 and is the
/// same on every machine.
/// </summary>
internal static class HashedEmbedding
{
    private const float WordWeight = 1f;
    private const float StopWordWeight = 0.1f;
    private const float PairWeight = 0.5f;
    private const float GroupWeight = 0.7f;
    private const int ShortestGroup = 3;
    private const int LongestGroup = 5;

    public static float[] Embed(string text, int dimensions)
    {
        var features = new Dictionary<ulong, (float Weight, int Count)>();
        var previous = 0UL;
        foreach (var word in Terms.Words(text))
        {
            var isCommon = Terms.IsStopWord(word);
            var stem = Terms.Stem(word);
            var hash = Hash(stem, 1);
            Add(features, hash, isCommon ? StopWordWeight : WordWeight);
            if (isCommon)
            {
                continue;
            }

            if (previous != 0)
            {
                Add(features, Mix(previous ^ (hash * 3)), PairWeight);
            }

            previous = hash;
            AddGroups(features, word);
        }

        // A text without a word still has a direction: a zero vector has no cosine.
        if (features.Count == 0)
        {
            Add(features, Hash("", 2), WordWeight);
        }

        return Project(features, dimensions);
    }

    /// <summary>Scales to length 1, in place.</summary>
    public static float[] Normalize(float[] vector)
    {
        var length = Math.Sqrt(vector.Sum(value => (double)value * value));
        for (var index = 0; index < vector.Length && length > 0; index++)
        {
            vector[index] = (float)(vector[index] / length);
        }

        return vector;
    }

    private static void AddGroups(Dictionary<ulong, (float Weight, int Count)> features, string word)
    {
        var padded = $"^{word}$";
        for (var length = ShortestGroup; length <= LongestGroup; length++)
        {
            for (var at = 0; at + length <= padded.Length; at++)
            {
                // Long words have more groups; each of them weighs less, so that no word drowns the others.
                Add(features, Hash(padded.AsSpan(at, length), 3), GroupWeight / MathF.Sqrt(padded.Length));
            }
        }
    }

    private static void Add(Dictionary<ulong, (float Weight, int Count)> features, ulong hash, float weight)
    {
        ref var feature = ref CollectionsMarshal.GetValueRefOrAddDefault(features, hash, out _);
        feature = (weight, feature.Count + 1);
    }

    private static float[] Project(Dictionary<ulong, (float Weight, int Count)> features, int dimensions)
    {
        var vector = new float[dimensions];
        foreach (var (hash, (weight, count)) in features)
        {
            var sign = (hash & 1) == 0 ? 1 : -1;
            vector[(hash >> 1) % (ulong)dimensions] += sign * weight * (1 + MathF.Log(count));
        }

        return Normalize(vector);
    }

    // FNV-1a over UTF-16 units with MurmurHash3's finalizer: fixed by definition, unlike string.GetHashCode.
    private static ulong Hash(ReadOnlySpan<char> text, ulong seed)
    {
        var hash = 14695981039346656037UL ^ seed;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return Mix(hash);
    }

    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53UL;
        return hash ^ (hash >> 33);
    }
}

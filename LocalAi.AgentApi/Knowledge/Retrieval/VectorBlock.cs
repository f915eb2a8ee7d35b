using System.Numerics.Tensors;

namespace LocalAi.AgentApi.Knowledge.Retrieval;

/// <summary>Vectors of one document, one behind the other in memory.</summary>
internal sealed record VectorBlock(long[] ChunkIds, float[] Vectors, int Dimensions)
{
    /// <summary>Compares with every vector and keeps the best in <paramref name="best"/>, worst first, at most <paramref name="limit"/>.</summary>
    public void Search(ReadOnlySpan<float> query, PriorityQueue<long, (double Similarity, long Before)> best, int limit)
    {
        for (var index = 0; index < ChunkIds.Length; index++)
        {
            var similarity = TensorPrimitives.Dot(query, Vectors.AsSpan(index * Dimensions, Dimensions));
            var rank = ((double)similarity, -ChunkIds[index]);
            if (best.Count < limit)
            {
                best.Enqueue(ChunkIds[index], rank);
            }
            else
            {
                best.EnqueueDequeue(ChunkIds[index], rank);
            }
        }
    }
}

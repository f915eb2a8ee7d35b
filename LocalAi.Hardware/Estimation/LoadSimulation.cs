namespace LocalAi.Hardware.Estimation;

/// <summary>
/// Several users of one model, as arithmetic: each sends a prompt, reads the whole answer and sends the next at once. Prompts are read one after
/// another; answers are generated together, one token each a step. Requests past the slots wait in order; past the queue they are refused.
/// </summary>
public static class LoadSimulation
{
    private const int Rounds = 4;

    /// <summary>Plays <paramref name="users"/> users for four requests each.</summary>
    /// <param name="timing">The model's clock on the machine.</param>
    /// <param name="users">Users at the same time, at least 1.</param>
    /// <param name="slots">Requests served at once (OLLAMA_NUM_PARALLEL).</param>
    /// <param name="queueLength">Requests that may wait (OLLAMA_MAX_QUEUE).</param>
    /// <param name="promptTokens">Length of each prompt.</param>
    /// <param name="answerTokens">Length of each answer, at least 1.</param>
    public static LoadResult Run(InferenceTiming timing, int users, int slots, int queueLength, int promptTokens, int answerTokens)
    {
        var served = Math.Min(users, slots + queueLength);
        var waiting = new Queue<Request>(Enumerable.Range(0, served).Select(_ => new Request(0, Rounds)));
        var active = new List<Request>();
        var finished = new List<Request>();
        var now = 0.0;
        while (waiting.Count > 0 || active.Count > 0)
        {
            if (active.Count < slots && waiting.TryDequeue(out var next))
            {
                next.StartedSeconds = Math.Max(now, next.SentSeconds);
                now = next.StartedSeconds + timing.PrefillSeconds(promptTokens);
                active.Add(next);
                continue;
            }

            now += timing.DecodeStepSeconds(active.Count, promptTokens + active.Max(request => request.Tokens));
            foreach (var request in active.ToList())
            {
                if (request.Tokens == 0)
                {
                    request.FirstTokenSeconds = now;
                }

                if (++request.Tokens < answerTokens)
                {
                    continue;
                }

                request.EndedSeconds = now;
                active.Remove(request);
                finished.Add(request);
                if (request.RoundsLeft > 1)
                {
                    waiting.Enqueue(new Request(now, request.RoundsLeft - 1));
                }
            }
        }

        var firstTokens = finished.Select(request => request.FirstTokenSeconds - request.SentSeconds).Order().ToList();
        return new LoadResult
        {
            Users = users,
            RefusedUsers = users - served,
            TokensPerSecondPerUser = finished.Average(request => answerTokens / (request.EndedSeconds - request.StartedSeconds - timing.PrefillSeconds(promptTokens))),
            TokensPerSecondTotal = finished.Count * answerTokens / now,
            TimeToFirstTokenSeconds = firstTokens.Average(),
            SlowestFirstTokenSeconds = firstTokens[^1],
            QueueSeconds = finished.Average(request => request.StartedSeconds - request.SentSeconds),
            WaitingUsers = Math.Max(0, served - slots),
        };
    }

    private sealed class Request(double sentSeconds, int roundsLeft)
    {
        public double SentSeconds { get; } = sentSeconds;

        public int RoundsLeft { get; } = roundsLeft;

        public double StartedSeconds { get; set; }

        public double FirstTokenSeconds { get; set; }

        public double EndedSeconds { get; set; }

        public int Tokens { get; set; }
    }
}

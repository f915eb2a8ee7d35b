namespace LocalAi.AppHost.Sources;

/// <summary>What the resolver asks of the machine; tests give their own answers.</summary>
/// <param name="FindPrograms">The folder that holds all of these programs, or null.</param>
/// <param name="FindContainerProblem">Why this image cannot run in a container here; null when it can.</param>
/// <param name="Answers">Whether an HTTP server answers at this address.</param>
internal sealed record Machine(
    Func<IReadOnlyList<string>, string?> FindPrograms,
    Func<string, CancellationToken, Task<ContainerProblem?>> FindContainerProblem,
    Func<Uri, CancellationToken, Task<bool>> Answers)
{
    /// <summary>This machine.</summary>
    public static Machine Real()
    {
        var engine = new ContainerEngine(EngineAddress.Find());
        return new(NativePrograms.FindFolder, engine.FindProblemAsync, AnswersAsync);
    }

    private static async Task<bool> AnswersAsync(Uri address, CancellationToken cancellationToken)
    {
        // Where nothing listens the answer comes at once; a busy server gets the time it needs.
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        try
        {
            using var response = await client.GetAsync(address, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}

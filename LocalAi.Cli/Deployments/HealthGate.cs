namespace LocalAi.Cli.Deployments;

/// <summary>Waits until every service of a deployment is up, healthy and stays so. Tasks decide nothing: one that pulls a model may take an hour, or fail offline.</summary>
internal static class HealthGate
{
    private const int SteadyLooks = 3;
    private const int TooManyRestarts = 3;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <returns>How many services there are.</returns>
    /// <exception cref="CommandFailedException">One failed, or the time is over; the message names them.</exception>
    public static async Task<int> WaitAsync(ComposeProject project, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var tasks = (await project.DescribeAsync(cancellationToken)).Services.Where(service => service.IsTask).Select(service => service.Name).ToHashSet();
        var start = time.GetTimestamp();
        var steady = 0;
        while (true)
        {
            List<ComposeContainer> containers = [.. (await project.ContainersAsync(cancellationToken)).Where(container => !tasks.Contains(container.Service))];
            var restarts = await RestartsAsync(project, containers, cancellationToken);
            var bad = containers.Where(container => !container.IsGood).ToList();
            // A container that crashes at once is running for a moment, each time anew.
            steady = containers.Count > 0 && bad.Count == 0 && restarts.All(count => count == 0) ? steady + 1 : 0;
            if (steady == SteadyLooks)
            {
                return containers.Count;
            }

            var failed = containers.Where((container, index) => restarts[index] >= TooManyRestarts || container.Health == "unhealthy" || container is { State: "exited", ExitCode: not 0 } or { State: "dead" }).ToList();
            if (failed.Count > 0)
            {
                throw new CommandFailedException($"{Names(failed)} failed to start. See: docker compose logs {string.Join(' ', failed.Select(container => container.Service))}");
            }

            if (time.GetElapsedTime(start) > limit)
            {
                throw new CommandFailedException($"{(bad.Count > 0 ? Names(bad) : "The deployment")} did not become healthy within {limit.TotalSeconds:0} seconds.");
            }

            await Task.Delay(BetweenLooks, time, cancellationToken);
        }
    }

    private static async Task<List<int>> RestartsAsync(ComposeProject project, List<ComposeContainer> containers, CancellationToken cancellationToken)
    {
        if (containers.Count == 0)
        {
            return [];
        }

        var counts = await project.DockerAsync(["inspect", "--format", "{{.RestartCount}}", .. containers.Select(container => container.Id)], cancellationToken);
        return [.. counts.Split('\n').Select(int.Parse)];
    }

    private static string Names(List<ComposeContainer> containers) => string.Join(", ", containers.Select(container => $"{container.Service} ({(container.Health.Length > 0 ? container.Health : container.State)})"));
}

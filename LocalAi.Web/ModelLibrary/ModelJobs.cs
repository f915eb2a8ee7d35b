using LocalAi.Web.Agent;

namespace LocalAi.Web.ModelLibrary;

/// <summary>
/// Downloads and creations that run now or ended lately, one a model. Leaving the page does not stop them; cancelling does, and starting again goes on
/// where the model server stopped.
/// </summary>
internal sealed class ModelJobs(LibraryClient library) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (ModelJob Job, CancellationTokenSource Cancel, Task Running)> _jobs = new(StringComparer.Ordinal);

    /// <summary>Raised, on any thread, when a job moved on.</summary>
    public event Action<ModelJob>? Changed;

    /// <summary>Every job, by name.</summary>
    public IReadOnlyList<ModelJob> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _jobs.Values.Select(entry => entry.Job).OrderBy(job => job.Model, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>The job of a model, or null.</summary>
    public ModelJob? Find(string model)
    {
        lock (_gate)
        {
            return _jobs.GetValueOrDefault(model).Job;
        }
    }

    /// <summary>Starts a download, or goes on with one.</summary>
    public void Pull(string model) => Start(model, cancellationToken => library.PullAsync(model, cancellationToken));

    /// <summary>Starts to make a model from a Modelfile.</summary>
    public void Create(string model, string modelfile) => Start(model, cancellationToken => library.CreateAsync(model, modelfile, cancellationToken));

    /// <summary>Stops a job where it is.</summary>
    public void Cancel(string model)
    {
        lock (_gate)
        {
            if (_jobs.TryGetValue(model, out var entry))
            {
                entry.Cancel.Cancel();
            }
        }
    }

    /// <summary>Forgets a job that ended.</summary>
    public void Dismiss(string model)
    {
        lock (_gate)
        {
            if (_jobs.TryGetValue(model, out var entry) && entry.Job.State != ModelJobState.Running)
            {
                _jobs.Remove(model);
                entry.Cancel.Dispose();
            }
        }
    }

    /// <summary>Stops every job and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        (ModelJob Job, CancellationTokenSource Cancel, Task Running)[] entries;
        lock (_gate)
        {
            entries = [.. _jobs.Values];
        }

        foreach (var entry in entries)
        {
            await entry.Cancel.CancelAsync();
        }

        await Task.WhenAll(entries.Select(entry => entry.Running));
    }

    private void Start(string model, Func<CancellationToken, IAsyncEnumerable<LibraryContracts.Progress>> run)
    {
        var job = new ModelJob(model, "starting", 0, 0, ModelJobState.Running);
        lock (_gate)
        {
            if (_jobs.TryGetValue(model, out var entry) && entry.Job.State == ModelJobState.Running)
            {
                return;
            }

            var cancel = new CancellationTokenSource();
            _jobs[model] = (job, cancel, Task.Run(() => RunAsync(job, run(cancel.Token), cancel.Token)));
        }

        Changed?.Invoke(job);
    }

    private async Task RunAsync(ModelJob job, IAsyncEnumerable<LibraryContracts.Progress> progress, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var step in progress)
            {
                job = Update(job with { Status = step.Status ?? job.Status, CompletedBytes = step.CompletedBytes, TotalBytes = step.TotalBytes });
            }

            Update(job with { State = ModelJobState.Done, Status = "ready" });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Update(job with { State = ModelJobState.Cancelled, Status = "cancelled" });
        }
        catch (AgentException failure)
        {
            Update(job with { State = ModelJobState.Failed, Status = "failed", Problem = failure.Problem });
        }
    }

    private ModelJob Update(ModelJob job)
    {
        lock (_gate)
        {
            if (_jobs.TryGetValue(job.Model, out var entry))
            {
                _jobs[job.Model] = (job, entry.Cancel, entry.Running);
            }
        }

        Changed?.Invoke(job);
        return job;
    }
}

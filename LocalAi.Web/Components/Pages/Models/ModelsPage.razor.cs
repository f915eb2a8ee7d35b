using LocalAi.Web.Agent;
using LocalAi.Web.ModelLibrary;
using Microsoft.AspNetCore.Components;

namespace LocalAi.Web.Components.Pages.Models;

/// <summary>What is installed, what could be, and what to expect of it on this machine.</summary>
public sealed partial class ModelsPage : ComponentBase, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _leaving = new();
    private readonly HashSet<string> _busy = [];
    private LibraryContracts.Library? _library;
    private LibraryContracts.Catalogue? _catalogue;
    private LibraryContracts.Advice? _advice;
    private AgentProblem? _problem;
    private string _wanted = "";

    [Inject]
    internal LibraryClient Library { get; set; } = null!;

    [Inject]
    internal ModelJobs Jobs { get; set; } = null!;

    [Inject]
    internal TimeProvider Time { get; set; } = null!;

    public void Dispose()
    {
        Jobs.Changed -= JobChanged;
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            Jobs.Changed += JobChanged;
            await LoadUntilAvailableAsync();
        }
    }

    /// <summary>Goes on by itself when the agent or its model server is only starting.</summary>
    private async Task LoadUntilAvailableAsync()
    {
        using var pause = new PeriodicTimer(Pause, Time);
        try
        {
            do
            {
                await LoadAsync();
                StateHasChanged();
            }
            while (_library is null && _problem is { IsUnavailable: true } && await pause.WaitForNextTickAsync(_leaving.Token));
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page is gone.
        }
    }

    private async Task LoadAsync() => await TryAsync(async cancellationToken =>
    {
        _library = await Library.ListInstalledAsync(cancellationToken);
        StateHasChanged();
        _catalogue = await Library.ListCatalogueAsync(cancellationToken);
        _advice = await Library.GetAdviceAsync(cancellationToken);
        _problem = null;
    });

    private void PullNamed()
    {
        var model = _wanted.Trim();
        _wanted = "";
        if (model.Length > 0)
        {
            Pull(model);
        }
    }

    private void Pull(string model) => Jobs.Pull(model);

    private void Create((string Name, string Modelfile) model) => Jobs.Create(model.Name, model.Modelfile);

    private async Task LoadModelAsync(LibraryContracts.Installed model)
    {
        _busy.Add(model.Name);
        await TryAsync(cancellationToken => Library.LoadAsync(model.Name, model.Loaded is null, cancellationToken));
        _busy.Remove(model.Name);
        await RefreshAsync();
    }

    private async Task DeleteAsync(LibraryContracts.Installed model)
    {
        await TryAsync(cancellationToken => Library.DeleteAsync(model.Name, cancellationToken));
        await RefreshAsync();
    }

    /// <summary>Shows what changed on the server, and keeps a problem that is shown.</summary>
    private Task RefreshAsync() => TryAsync(async cancellationToken =>
    {
        _library = await Library.ListInstalledAsync(cancellationToken);
        _catalogue = await Library.ListCatalogueAsync(cancellationToken);
    });

    private async Task TryAsync(Func<CancellationToken, Task> action)
    {
        try
        {
            await action(_leaving.Token);
        }
        catch (AgentException failure)
        {
            _problem = failure.Problem;
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page is gone.
        }
    }

    private void JobChanged(ModelJob job) => _ = InvokeAsync(async () =>
    {
        if (job.State == ModelJobState.Done)
        {
            await RefreshAsync();
        }

        StateHasChanged();
    });
}

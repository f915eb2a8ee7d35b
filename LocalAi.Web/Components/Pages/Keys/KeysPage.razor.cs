using LocalAi.Web.Access;
using LocalAi.Web.Agent;
using LocalAi.Web.Knowledge;
using Microsoft.AspNetCore.Components;

namespace LocalAi.Web.Components.Pages.Keys;

/// <summary>Who may call the agent, and who used how much.</summary>
public sealed partial class KeysPage : IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private IReadOnlyList<AccessContracts.Key>? _keys;
    private IReadOnlyList<KnowledgeContracts.Collection> _collections = [];
    private IReadOnlyList<AccessContracts.Usage>? _usage;
    private AccessContracts.NewKey? _made;
    private AgentProblem? _problem;
    private int _days = 30;

    [Inject]
    internal AccessClient Client { get; set; } = null!;

    [Inject]
    internal KnowledgeClient Knowledge { get; set; } = null!;

    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await LoadAsync();
            StateHasChanged();
        }
    }

    private Task LoadAsync() => TryAsync(async token =>
    {
        _collections = await Knowledge.ListCollectionsAsync(token);
        _keys = await Client.ListKeysAsync(token);
        _usage = await Client.GetUsageAsync(_days, token);
    });

    private Task CreateAsync((AccessContracts.CreateKey Create, IReadOnlyList<Guid>? Collections) key) => TryAsync(async token =>
    {
        _made = await Client.CreateKeyAsync(key.Create, token);
        await OpenAsync(_made.Details.Id, key.Collections, token);
        _keys = await Client.ListKeysAsync(token);
    });

    private Task ChooseAsync(AccessContracts.Key key, IReadOnlyList<Guid>? collections) => TryAsync(async token =>
    {
        await Client.ChangeKeyAsync(key.Id, new(AccessContracts.Ids(collections)), token);
        await OpenAsync(key.Id, collections, token);
        _keys = await Client.ListKeysAsync(token);
    });

    /// <summary>A collection that names its keys gets one that was chosen for it.</summary>
    private async Task OpenAsync(Guid key, IReadOnlyList<Guid>? collections, CancellationToken cancellationToken)
    {
        foreach (var closed in _collections.Where(collection => collections?.Contains(collection.Id) is true && !collection.IsOpenTo(key)))
        {
            await Knowledge.OpenAsync(closed, key, cancellationToken);
        }

        _collections = await Knowledge.ListCollectionsAsync(cancellationToken);
    }

    private Task RevokeAsync(AccessContracts.Key key) => TryAsync(async token =>
    {
        await Client.RevokeKeyAsync(key.Id, token);
        _keys = await Client.ListKeysAsync(token);
    });

    private Task ShowDaysAsync(int days) => TryAsync(async token => _usage = await Client.GetUsageAsync(_days = days, token));

    private async Task TryAsync(Func<CancellationToken, Task> action)
    {
        try
        {
            await action(_closed.Token);
            _problem = null;
        }
        catch (AgentException failure)
        {
            _problem = failure.Problem;
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }
}

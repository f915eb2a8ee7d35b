using LocalAi.Web.Access;
using LocalAi.Web.Agent;
using Microsoft.AspNetCore.Components;

namespace LocalAi.Web.Components.Pages.Keys;

/// <summary>Who may call the agent, and who used how much.</summary>
public sealed partial class KeysPage : IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private IReadOnlyList<AccessContracts.Key>? _keys;
    private IReadOnlyList<AccessContracts.Usage>? _usage;
    private AccessContracts.NewKey? _made;
    private AgentProblem? _problem;
    private Guid? _asking;
    private int _days = 30;

    [Inject]
    internal AccessClient Client { get; set; } = null!;

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
        _keys = await Client.ListKeysAsync(token);
        _usage = await Client.GetUsageAsync(_days, token);
    });

    private Task CreateAsync(AccessContracts.CreateKey create) => TryAsync(async token =>
    {
        _made = await Client.CreateKeyAsync(create, token);
        _keys = await Client.ListKeysAsync(token);
    });

    private Task RevokeAsync(AccessContracts.Key key) => TryAsync(async token =>
    {
        _asking = null;
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

using LocalAi.Web.Agent;
using LocalAi.Web.Chat;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;

namespace LocalAi.Web.Components.Layout;

/// <summary>The list of conversations: search, rename, delete, and what changed in another tab.</summary>
public sealed partial class ConversationSidebar : ComponentBase, IDisposable
{
    private static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _closed = new();
    private CancellationTokenSource? _typing;
    private IDisposable? _watch;
    private AgentState _agent;
    private string _search = "";

    [Inject]
    private ConversationList List { get; set; } = default!;

    [Inject]
    private ChatTurns Turns { get; set; } = default!;

    [Inject]
    private AgentAvailability Availability { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = default!;

    private Guid? CurrentId
    {
        get
        {
            var path = Navigation.ToBaseRelativePath(Navigation.Uri);
            return path.StartsWith("c/", StringComparison.Ordinal) && Guid.TryParse(path[2..].Split('?', '#')[0], out var id) ? id : null;
        }
    }

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        Turns.Changed -= OnChanged;
        _watch?.Dispose();
        _closed.Cancel();
        _closed.Dispose();
        _typing?.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        if (!RendererInfo.IsInteractive)
        {
            return;
        }

        Navigation.LocationChanged += OnLocationChanged;
        Turns.Changed += OnChanged;
        _agent = Availability.State;
        _watch = Availability.Watch(OnAvailability);
        await List.LoadAsync("", _closed.Token);
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(StateHasChanged);

    private void OnChanged(Guid conversationId, ChatTurn? turn) => _ = ReloadAsync();

    private void OnAvailability()
    {
        var before = _agent;
        _agent = Availability.State;
        if (_agent == AgentState.Ready && (before != AgentState.Unknown || List.Problem is not null))
        {
            _ = ReloadAsync();
        }
    }

    private Task ReloadAsync() => InvokeAsync(async () =>
    {
        if (!_closed.IsCancellationRequested)
        {
            await List.LoadAsync(List.Search, _closed.Token);
            StateHasChanged();
        }
    });

    private async Task SearchAsync(ChangeEventArgs input)
    {
        _search = input.Value as string ?? "";
        _typing?.Cancel();
        _typing?.Dispose();
        _typing = CancellationTokenSource.CreateLinkedTokenSource(_closed.Token);
        try
        {
            await Task.Delay(TypingPause, Time, _typing.Token);
            await List.LoadAsync(_search, _closed.Token);
        }
        catch (OperationCanceledException)
        {
            // The next key, or the end of the page, has taken over.
        }
    }

    private Task MoreAsync() => List.LoadMoreAsync(_closed.Token);

    private async Task RenameAsync(Conversation item, string title)
    {
        try
        {
            await List.RenameAsync(item.Id, title, _closed.Token);
        }
        catch (AgentException failure)
        {
            Tell(failure.Problem);
        }
    }

    private async Task DeleteAsync(Conversation item)
    {
        var sure = await Dialogs.ShowMessageBoxAsync(
            "Delete this conversation?",
            $"“{item.DisplayTitle}” and its answers will be gone for good.",
            yesText: "Delete",
            cancelText: "Keep it");
        if (sure is not true)
        {
            return;
        }

        try
        {
            await List.DeleteAsync(item.Id, _closed.Token);
            if (CurrentId == item.Id)
            {
                Navigation.NavigateTo("");
            }
        }
        catch (AgentException failure)
        {
            Tell(failure.Problem);
        }
    }

    private void Tell(AgentProblem problem) =>
        Snackbar.Add(problem.ToString(), Severity.Error);
}

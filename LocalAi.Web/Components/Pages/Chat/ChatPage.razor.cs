using LocalAi.Web.Agent;
using LocalAi.Web.Chat;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace LocalAi.Web.Components.Pages.Chat;

/// <summary>The chat: one conversation, or the beginning of one.</summary>
public sealed partial class ChatPage : ComponentBase, IAsyncDisposable
{
    /// <summary>How many messages are drawn at first, and with each "show earlier".</summary>
    public const int Step = 40;

    private readonly CancellationTokenSource _closed = new();
    private ChatThread _thread = default!;
    private DotNetObjectReference<ChatPage>? _self;
    private IDisposable? _watch;
    private IReadOnlyList<Message> _visible = [];
    private string _announcement = "";
    private int _shown = Step;
    private bool _scrollToEnd;

    [Parameter]
    public Guid? Id { get; set; }

    [Inject]
    private AgentClient Agent { get; set; } = default!;

    [Inject]
    private ChatTurns Turns { get; set; } = default!;

    [Inject]
    private ChatModels Models { get; set; } = default!;

    [Inject]
    private ConversationList Conversations { get; set; } = default!;

    [Inject]
    private AgentAvailability Availability { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IJSRuntime Script { get; set; } = default!;

    private string Heading =>
        _thread.ConversationId is not { } id ? "New chat"
        : Conversations.Items.FirstOrDefault(item => item.Id == id)?.DisplayTitle ?? _thread.Title ?? _thread.Turn?.Question.Split('\n')[0] ?? "Conversation";

    private bool Away => Availability.State is AgentState.Unreachable or AgentState.NotReady;

    private int Hidden => Math.Max(0, _thread.Messages.Count - _shown);

    public async ValueTask DisposeAsync()
    {
        Turns.Changed -= OnTurnChanged;
        Models.Changed -= OnListsChanged;
        Conversations.Changed -= OnListsChanged;
        _watch?.Dispose();
        await _closed.CancelAsync();
        _closed.Dispose();
        if (_self is not null)
        {
            try
            {
                await Script.InvokeVoidAsync("localAi.detach", _self);
            }
            catch (JSDisconnectedException)
            {
                // The browser is gone, and its script with it.
            }

            _self.Dispose();
        }
    }

    protected override async Task OnInitializedAsync()
    {
        _thread = new ChatThread(Agent, Turns);
        if (RendererInfo.IsInteractive)
        {
            Turns.Changed += OnTurnChanged;
            Models.Changed += OnListsChanged;
            Conversations.Changed += OnListsChanged;
            _watch = Availability.Watch(OnAvailability);
            await Models.LoadAsync(_closed.Token);
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        if (!RendererInfo.IsInteractive || (Id is not null && Id == _thread.ConversationId))
        {
            return;
        }

        _shown = Step;
        _announcement = "";
        var opening = _thread.OpenAsync(Id, _closed.Token);
        Refresh();
        await opening;
        Models.Select(_thread.Messages.LastOrDefault(message => message.Role == MessageRole.Assistant)?.Model ?? _thread.Model);
        _scrollToEnd = true;
        Refresh();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            await Script.InvokeVoidAsync("localAi.attach", _closed.Token, _self);
        }

        if (_scrollToEnd)
        {
            _scrollToEnd = false;
            await Script.InvokeVoidAsync("localAi.opened", _closed.Token);
        }
    }

    private async Task<bool> SubmitAsync(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        var sending = _thread.SendAsync(text, Models.Selected?.Id, Created, _closed.Token);
        _announcement = "Answering…";
        Refresh();
        var accepted = await sending;
        Refresh();
        return accepted;
    }

    private async Task ChooseToolsAsync(IReadOnlyList<string>? tools)
    {
        await _thread.ChooseToolsAsync(tools, _closed.Token);
        Refresh();
    }

    private void Created(Guid id) => Navigation.NavigateTo($"c/{id}", replace: true);

    private async Task EndedAsync(ChatTurn turn)
    {
        _thread.Settle(turn);
        _announcement = turn.Snapshot().Answer?.Status switch
        {
            MessageStatus.Complete => "The answer is complete.",
            MessageStatus.Stopped => "The answer was stopped.",
            _ => "The answer failed.",
        };
        Refresh();
        await Script.InvokeVoidAsync("localAi.ended", _closed.Token);
    }

    private async Task SendAgainAsync()
    {
        if (_thread.Refused is { } question && await SubmitAsync(question))
        {
            await Script.InvokeVoidAsync("localAi.sent", _closed.Token, question);
        }
    }

    private async Task LoadAgainAsync()
    {
        await _thread.OpenAsync(Id, _closed.Token);
        _scrollToEnd = true;
        Refresh();
    }

    private async Task ChooseCollectionsAsync(IReadOnlyList<string>? names)
    {
        await _thread.ChooseCollectionsAsync(names, _closed.Token);
        Refresh();
    }

    private void ShowEarlier()
    {
        _shown += Step;
        Refresh();
    }

    private Task AgainAsync(Message message)
    {
        var before = _thread.Messages.TakeWhile(other => other.Id != message.Id).LastOrDefault(other => other.Role == MessageRole.User);
        return before is null ? Task.CompletedTask : SubmitAsync(before.Content);
    }

    private async Task FillAsync(string text) => await Script.InvokeVoidAsync("localAi.fill", _closed.Token, text);

    private void Dismiss()
    {
        _thread.Dismiss();
        Refresh();
    }

    private void OnTurnChanged(Guid conversationId, ChatTurn? turn) => _ = InvokeAsync(() =>
    {
        if (turn is not null)
        {
            _thread.Attach(turn);
            if (_thread.Turn != turn)
            {
                _thread.Settle(turn);
            }
        }

        Refresh();
    });

    private void OnListsChanged() => _ = InvokeAsync(StateHasChanged);

    private void OnAvailability() => _ = InvokeAsync(async () =>
    {
        if (Availability.State == AgentState.Ready && !_closed.IsCancellationRequested)
        {
            if (Models.Problem is not null)
            {
                await Models.LoadAsync(_closed.Token);
            }

            if (_thread.LoadProblem is not null)
            {
                await LoadAgainAsync();
            }
        }

        Refresh();
    });

    private void Refresh()
    {
        _visible = [.. _thread.Messages.Skip(Hidden)];
        StateHasChanged();
    }
}

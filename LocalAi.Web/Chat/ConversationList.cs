using LocalAi.Web.Agent;

namespace LocalAi.Web.Chat;

/// <summary>The conversations that the sidebar shows, newest first.</summary>
internal sealed class ConversationList(AgentClient agent, ChatTurns turns)
{
    /// <summary>How many come at a time.</summary>
    public const int PageSize = 50;

    private int _request;

    public IReadOnlyList<Conversation> Items { get; private set; } = [];

    /// <summary>What is searched for; empty for all.</summary>
    public string Search { get; private set; } = "";

    /// <summary>Whether there are older ones.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Whether the list has been loaded once.</summary>
    public bool Loaded { get; private set; }

    public AgentProblem? Problem { get; private set; }

    /// <summary>Raised when the list has been loaded or changed.</summary>
    public event Action? Changed;

    /// <summary>Loads the newest ones that match <paramref name="search"/>; a later request overtakes an earlier one.</summary>
    public async Task LoadAsync(string search, CancellationToken cancellationToken)
    {
        var request = ++_request;
        var limit = search == Search ? Math.Max(PageSize, Items.Count) : PageSize;
        try
        {
            var items = await agent.ListConversationsAsync(search, null, limit, cancellationToken);
            if (request == _request)
            {
                (Items, Search, HasMore, Loaded, Problem) = (items, search, items.Count == limit, true, null);
                Changed?.Invoke();
            }
        }
        catch (AgentException failure)
        {
            if (request == _request)
            {
                Problem = failure.Problem;
            }
        }
    }

    public async Task LoadMoreAsync(CancellationToken cancellationToken)
    {
        if (Items.Count == 0)
        {
            return;
        }

        var request = ++_request;
        try
        {
            var older = await agent.ListConversationsAsync(Search, Items[^1].UpdatedAt, PageSize, cancellationToken);
            if (request == _request)
            {
                (Items, HasMore, Problem) = ([.. Items, .. older.ExceptBy(Items.Select(item => item.Id), item => item.Id)], older.Count == PageSize, null);
            }
        }
        catch (AgentException failure)
        {
            Problem = failure.Problem;
        }
    }

    public async Task RenameAsync(Guid id, string title, CancellationToken cancellationToken)
    {
        var renamed = await agent.RenameAsync(id, title, cancellationToken);
        Items = [.. Items.Select(item => item.Id == id ? item with { Title = renamed.Title } : item)];
        turns.Announce(id);
    }

    public async Task DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        turns.Find(id)?.Stop();
        await agent.DeleteAsync(id, cancellationToken);
        Items = [.. Items.Where(item => item.Id != id)];
        turns.Announce(id);
    }

    /// <summary>The conversations in groups by the user's day, newest first: today, yesterday, this week, this month, older by month.</summary>
    public static IReadOnlyList<(string Label, IReadOnlyList<Conversation> Items)> GroupByDate(IEnumerable<Conversation> items, TimeProvider time)
    {
        var today = DateOnly.FromDateTime(time.GetLocalNow().DateTime);
        return [.. items.GroupBy(item => Label(item.UpdatedAt)).Select(group => (group.Key, (IReadOnlyList<Conversation>)[.. group]))];

        string Label(DateTimeOffset moment)
        {
            var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone).DateTime);
            return (today.DayNumber - day.DayNumber) switch
            {
                <= 0 => "Today",
                1 => "Yesterday",
                <= 7 => "Previous 7 days",
                <= 30 => "Previous 30 days",
                _ => day.ToString("MMMM yyyy"),
            };
        }
    }
}

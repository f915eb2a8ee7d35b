using LocalAi.AgentApi.Access;
using Microsoft.Extensions.Time.Testing;

namespace LocalAi.AgentApi.Tests.Access;

public sealed class KeyStateTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 4, 23, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Requests_MayComeAtOnce_AndThenAsTheMinutePasses()
    {
        var state = State(requestsPerMinute: 3);

        Assert.Equal([null, null, null, 20], Enumerable.Range(0, 4).Select(_ => state.Admit()?.RetryAfterSeconds));
        _time.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal(1, state.Admit()?.RetryAfterSeconds);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(state.Admit());
        Assert.Equal(20, state.Admit()?.RetryAfterSeconds);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal([null, null, null, 20], Enumerable.Range(0, 4).Select(_ => state.Admit()?.RetryAfterSeconds));
    }

    [Fact]
    public void Quota_CountsWhatIsStoredWhatIsNotYetAndWhatIsUnderWay_UntilTheDayEnds()
    {
        var state = State(tokensPerDay: 100, usedToday: 40);
        state.Run(59);
        Assert.Null(state.Admit());
        state.Run(1);
        Assert.Equal(("quota_exceeded", 3600), (state.Check()?.Code, state.Check()?.RetryAfterSeconds));

        state.Settle(counted: 60, used: 59);
        Assert.Null(state.Check());
        state.Stored(_time.GetUtcNow().UtcDateTime.Date, 59);
        Assert.Null(state.Check());
        state.Run(1);
        Assert.NotNull(state.Check());

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Null(state.Admit());
        state.Stored(_time.GetUtcNow().UtcDateTime.Date.AddDays(-1), 1000);
        Assert.Null(state.Admit());
    }

    [Fact]
    public void RevokedKey_IsUnknown()
    {
        var state = State();
        Assert.Null(state.Check());

        state.Replace(state.Key with { RevokedAt = _time.GetUtcNow() });

        Assert.Equal((401, 401), (state.Check()?.Status, state.Admit()?.Status));
    }

    private KeyState State(int? requestsPerMinute = null, long? tokensPerDay = null, long usedToday = 0)
    {
        var key = new ApiKey(Guid.NewGuid(), "key", "lai_abcdef", ["chat"], requestsPerMinute, tokensPerDay, null, _time.GetUtcNow(), null);
        var state = new KeyState(key, _time);
        state.Refresh(key, usedToday);
        return state;
    }
}

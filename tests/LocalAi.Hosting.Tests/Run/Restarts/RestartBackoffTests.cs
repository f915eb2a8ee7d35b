using LocalAi.Hosting.Run.Restarts;
using Microsoft.Extensions.Time.Testing;

namespace LocalAi.Hosting.Tests.Run.Restarts;

public sealed class RestartBackoffTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RestartBackoff _backoff;

    public RestartBackoffTests() => _backoff = new RestartBackoff(_time);

    [Fact]
    public void Delay_DoublesFromOneToThirtySeconds_WhenItKeepsCrashing() =>
        Assert.Equal([1, 2, 4, 8, 16, 30, 30], Enumerable.Range(0, 7).Select(_ => _backoff.Crashed().TotalSeconds));

    [Fact]
    public void Delay_IsOneSecondAgain_AfterSixtySecondsOfHealth()
    {
        _backoff.Crashed();
        _backoff.Crashed();
        _backoff.Healthy();
        _time.Advance(TimeSpan.FromSeconds(30));
        _backoff.Healthy();
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(TimeSpan.FromSeconds(1), _backoff.Crashed());
        Assert.Equal(TimeSpan.FromSeconds(2), _backoff.Crashed());
    }

    [Fact]
    public void Delay_GoesOnDoubling_WhenHealthWasTooShort()
    {
        _backoff.Crashed();
        _backoff.Healthy();
        _time.Advance(TimeSpan.FromSeconds(59));

        Assert.Equal(TimeSpan.FromSeconds(2), _backoff.Crashed());
    }

    [Fact]
    public void Health_CountsFromTheLastRecovery()
    {
        _backoff.Crashed();
        _backoff.Healthy();
        _time.Advance(TimeSpan.FromSeconds(40));
        _backoff.Unhealthy();
        _backoff.Healthy();
        _time.Advance(TimeSpan.FromSeconds(40));

        Assert.Equal(TimeSpan.FromSeconds(2), _backoff.Crashed());
    }

    [Fact]
    public void Delay_IsOneSecondAgain_WhenItBecameUnhealthyAfterLongHealthAndThenCrashed()
    {
        _backoff.Crashed();
        _backoff.Healthy();
        _time.Advance(TimeSpan.FromSeconds(61));
        _backoff.Unhealthy();

        Assert.Equal(TimeSpan.FromSeconds(1), _backoff.Crashed());
    }
}

using LocalAi.ModelSimulator.Library;
using LocalAi.ModelSimulator.Runtime;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LocalAi.ModelSimulator.Tests.Runtime;

public sealed class ModelSchedulerTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Pacer _pacer = new();
    private readonly ModelScheduler _scheduler;

    public ModelSchedulerTests()
    {
        var options = Options.Create(new SimulatorOptions { KeepAliveSeconds = 60 });
        _scheduler = new(_pacer, new ClockFactory(options), _time, options);
    }

    public void Dispose()
    {
        _scheduler.Dispose();
        _pacer.Dispose();
    }

    [Fact]
    public async Task Model_IsUnloaded_WhenItsKeepAliveIsOver()
    {
        (await AcquireAsync(null)).Dispose();

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Single(_scheduler.Running);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(_scheduler.Running);
    }

    [Fact]
    public async Task Model_Stays_WhileARequestRuns()
    {
        (await AcquireAsync(null)).Dispose();
        using var lease = await AcquireAsync(null);

        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(_time.GetUtcNow().AddSeconds(60), Assert.Single(_scheduler.Running).ExpiresAt);
    }

    [Fact]
    public async Task Model_StaysForEver_WhenKeepAliveIsNegative()
    {
        (await AcquireAsync(TimeSpan.FromSeconds(-1))).Dispose();

        _time.Advance(TimeSpan.FromDays(400));

        Assert.True(Assert.Single(_scheduler.Running).ExpiresAt > _time.GetUtcNow().AddYears(200));
    }

    [Fact]
    public async Task Model_LeavesAtOnce_WhenKeepAliveIsZero()
    {
        (await AcquireAsync(TimeSpan.Zero)).Dispose();

        Assert.Empty(_scheduler.Running);
    }

    [Fact]
    public async Task Unload_WaitsForTheLastRequest()
    {
        var lease = await AcquireAsync(null);

        _scheduler.Unload(BuiltInModels.Extractive);
        Assert.Single(_scheduler.Running);
        lease.Dispose();
        Assert.Empty(_scheduler.Running);
    }

    [Fact]
    public async Task Model_IsLoadedAnew_WhenAnotherContextIsWanted()
    {
        var first = await AcquireAsync(null, 2048);
        using var second = await AcquireAsync(null, 4096);
        using var third = await AcquireAsync(null);

        Assert.NotSame(first.Loaded, second.Loaded);
        Assert.Same(second.Loaded, third.Loaded);
        first.Dispose();
        Assert.Equal((4096, 2), (Assert.Single(_scheduler.Running).ContextLength, _scheduler.Running[0].Requests));
    }

    [Fact]
    public async Task Context_IsNeverLongerThanTheModels()
    {
        using var lease = await AcquireAsync(null, 1_000_000);

        Assert.Equal(BuiltInModels.Extractive.ContextLength, lease.Loaded.ContextLength);
    }

    private Task<ModelLease> AcquireAsync(TimeSpan? keepAlive, int? context = null) =>
        _scheduler.AcquireAsync(BuiltInModels.Extractive, context, keepAlive, TestContext.Current.CancellationToken);
}

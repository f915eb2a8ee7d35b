using System.Diagnostics;
using LocalAi.ModelSimulator.Ollama;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LocalAi.ModelSimulator.Tests;

public sealed class SimulatorOptionsTests
{
    [Theory]
    [InlineData("DecodeTokensPerSecond", "-1", "LocalAi:Simulator:DecodeTokensPerSecond must be 0 (unpaced) to 1000000 tokens per second.")]
    [InlineData("PrefillTokensPerSecond", "-1", "LocalAi:Simulator:PrefillTokensPerSecond must be 0 (unpaced) to 10000000 tokens per second.")]
    [InlineData("LoadSeconds", "9999", "LocalAi:Simulator:LoadSeconds must be 0 to 3600 seconds.")]
    [InlineData("ParallelRequests", "0", "LocalAi:Simulator:ParallelRequests (or OLLAMA_NUM_PARALLEL) must be 1 to 512.")]
    [InlineData("MaxQueue", "-1", "LocalAi:Simulator:MaxQueue (or OLLAMA_MAX_QUEUE) must be 0 to 1000000.")]
    [InlineData("GpuCount", "0", "LocalAi:Simulator:GpuCount must be 1 to 16.")]
    [InlineData("DiskBytesPerSecond", "1", "LocalAi:Simulator:DiskBytesPerSecond must be 1000000 to 1000000000000 bytes per second.")]
    [InlineData("Gpu", "rtx-3091", "LocalAi:Simulator:Gpu is 'rtx-3091', which is not in the catalogue. Did you mean rtx-3090 or rtx-3050 or rtx-3060? Allowed too: cpu.")]
    [InlineData("Model", "qwen3:14b, qwen3:15b", "LocalAi:Simulator:Model has 'qwen3:15b', which is not in the catalogue. Did you mean qwen3 or qwen3:1.7b or qwen3:14b?")]
    [InlineData("OLLAMA_KV_CACHE_TYPE", "q9", "LocalAi:Simulator:KvCache (or OLLAMA_KV_CACHE_TYPE) is 'q9'; allowed: f16, q8_0, q4_0.")]
    [InlineData("OLLAMA_MAX_QUEUE", "many", "OLLAMA_MAX_QUEUE is 'many': use a whole number.")]
    [InlineData("OLLAMA_KEEP_ALIVE", "soon", "OLLAMA_KEEP_ALIVE is 'soon': use a duration such as 5m or -1.")]
    public void Options_AreRefused_NamingTheSettingAndWhatIsAllowed(string key, string value, string message)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration[key.StartsWith("OLLAMA_", StringComparison.Ordinal) ? key : $"LocalAi:Simulator:{key}"] = value;
        builder.AddModelSimulator();
        using var services = builder.Services.BuildServiceProvider();

        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<SimulatorOptions>>().Value);

        Assert.Equal([message], exception.Failures);
    }

    [Fact]
    public async Task Start_Fails_WithOneLineAndCodeOne()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(SimulatorOptions).Assembly.Location])
        {
            Environment = { ["LocalAi__Simulator__MaxQueue"] = "-4", ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            (1, "", "LocalAi:Simulator:MaxQueue (or OLLAMA_MAX_QUEUE) must be 0 to 1000000." + Environment.NewLine),
            (process.ExitCode, await output, error));
    }

    [Theory]
    [InlineData("5m", 300)]
    [InlineData("1h30m", 5400)]
    [InlineData("-1s", -1)]
    [InlineData("250ms", 0.25)]
    [InlineData("42", 42)]
    [InlineData("-1", -1)]
    public void GoDuration_IsRead(string text, double seconds)
    {
        Assert.True(GoDuration.TryParse(text, out var duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("5 m")]
    [InlineData("5x")]
    [InlineData("NaN")]
    public void GoDuration_IsRefused(string text) => Assert.False(GoDuration.TryParse(text, out _));
}

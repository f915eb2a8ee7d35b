using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using LocalAi.AppHost.Sources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LocalAi.AppHost.Tests.Sources;

/// <summary>What a service's source hears of an engine, from an engine of the test's own making.</summary>
public sealed class ContainerEngineTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("localai-engine-").FullName;
    private WebApplication? _engine;
    private int _questions;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Socket => Path.Combine(_folder, "engine.sock");

    [Fact]
    public async Task Image_CanRun_WhenItIsThereOrCanBePulled()
    {
        var engine = new ContainerEngine(Socket);

        Assert.Null(await engine.FindProblemAsync("here/image:1", Cancellation));
        Assert.Null(await engine.FindProblemAsync("registry.test/pulled:1", Cancellation));
    }

    [Theory]
    [InlineData("unreached", ContainerProblemCause.RegistryIsSilent, "no such host")]
    [InlineData("unknown", ContainerProblemCause.ImageIsRefused, "manifest unknown")]
    internal async Task Image_CannotRun_ForTheReasonThatTheEngineHas(string image, ContainerProblemCause cause, string answer) =>
        Assert.Equal(
            new ContainerProblem(cause, $"the image registry.test/{image}:1 is not on this machine and cannot be pulled ({answer})"),
            await new ContainerEngine(Socket).FindProblemAsync($"registry.test/{image}:1", Cancellation));

    [Fact]
    public async Task SilentRegistry_IsAskedOnce_AndItsImagesAreUnavailable()
    {
        var engine = new ContainerEngine(Socket);
        var watch = Stopwatch.StartNew();

        var first = await engine.FindProblemAsync("silent.test/one:1", Cancellation);
        TestContext.Current.SendDiagnosticMessage($"A registry that does not answer is given up after {watch.Elapsed.TotalSeconds:F2} s.");
        var second = await engine.FindProblemAsync("silent.test/two:1", Cancellation);
        var again = await engine.FindProblemAsync("silent.test/one:1", Cancellation);

        Assert.Equal(new(ContainerProblemCause.RegistryIsSilent, "the image silent.test/one:1 is not on this machine and cannot be pulled (silent.test does not answer)"), first);
        Assert.Equal(new(ContainerProblemCause.RegistryIsSilent, "the image silent.test/two:1 is not on this machine and cannot be pulled (silent.test does not answer)"), second);
        Assert.Equal(first, again);
        Assert.Equal(1, _questions);
    }

    [Fact]
    public async Task Engine_IsAsked_WhereItListensOnAPipe()
    {
        var name = $"localai-{Guid.NewGuid():N}";
        var serving = ServePipeAsync(name, "200 OK", "404 Not Found", "500 Internal Server Error");

        var problem = await new ContainerEngine($"npipe://./pipe/{name}").FindProblemAsync("registry.test/any:1", Cancellation);

        Assert.Equal(new(ContainerProblemCause.RegistryIsSilent, "the image registry.test/any:1 is not on this machine and cannot be pulled (none)"), problem);
        await serving;
    }

    [Fact]
    public async Task AbsentEngine_IsNamed()
    {
        Assert.Equal(new(ContainerProblemCause.NoEngine, "no container engine (Docker or Podman) was found"), await new ContainerEngine(null).FindProblemAsync("any:1", Cancellation));
        Assert.Equal(new(ContainerProblemCause.EngineIsSilent, "the container engine at /nonexistent.sock does not answer"), await new ContainerEngine("/nonexistent.sock").FindProblemAsync("any:1", Cancellation));
    }

    /// <summary>Gives one request after the other the next answer.</summary>
    private static async Task ServePipeAsync(string name, params string[] answers)
    {
        var pipe = Listen();
        foreach (var answer in answers)
        {
            await pipe.WaitForConnectionAsync(Cancellation);
            using var reader = new StreamReader(pipe, leaveOpen: true);
            while (await reader.ReadLineAsync(Cancellation) is { Length: > 0 })
            {
                // The request, up to the empty line at its end.
            }

            // Before the answer, which brings the next request at once.
            var next = Listen();
            await pipe.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer}\r\nConnection: close\r\nContent-Length: 4\r\n\r\nnone"), Cancellation);
            await pipe.DisposeAsync();
            pipe = next;
        }

        await pipe.DisposeAsync();

        NamedPipeServerStream Listen() => new(name, PipeDirection.InOut, 2, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
    }

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(Socket));
        _engine = builder.Build();
        _engine.MapGet("/_ping", () => "OK");
        _engine.MapGet("/images/{**image}", (string image) => image == "here/image:1/json" ? Results.Ok() : Results.NotFound(new { message = "No such image" }));
        _engine.MapGet("/distribution/registry.test/pulled:1/json", () => Results.Ok());
        _engine.MapGet("/distribution/registry.test/unreached:1/json", () => Results.Json(new { message = "no such host\n" }, statusCode: 500));
        _engine.MapGet("/distribution/registry.test/unknown:1/json", () => Results.Json(new { message = "manifest unknown" }, statusCode: 404));
        _engine.MapGet("/distribution/silent.test/{**image}", async (CancellationToken aborted) =>
        {
            _questions++;
            await Task.Delay(Timeout.Infinite, aborted);
        });
        await _engine.StartAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _engine!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

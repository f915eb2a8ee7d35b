using LocalAi.AppHost.Configuration;
using LocalAi.AppHost.Sources;

namespace LocalAi.AppHost.Tests.Sources;

public sealed class SourceResolverTests
{
    private const string NoEngine = "no container engine (Docker or Podman) was found";
    private static readonly Uri OllamaPort = new("http://127.0.0.1:11434/api/version");

    [Fact]
    public async Task Auto_TakesTheConfiguredUrl_BeforeEverythingElse() =>
        Assert.Equal(
            new(ServiceSource.External, "configured", Location: "http://gpu.lan"),
            await ResolveAsync(ServiceCatalog.Ollama, Everything(), new ServiceOptions { Url = "http://gpu.lan" }));

    [Fact]
    public async Task Auto_TakesAServerThatRuns_BeforeAContainer() =>
        Assert.Equal(
            new(ServiceSource.External, "already runs on this machine", Location: "http://127.0.0.1:11434"),
            await ResolveAsync(ServiceCatalog.Ollama, Everything()));

    [Fact]
    public async Task Auto_TakesAContainer_BeforeTheNativeProgram() =>
        Assert.Equal(
            new(ServiceSource.Container, "image:1"),
            await ResolveAsync(ServiceCatalog.Postgres, Everything()));

    [Fact]
    public async Task Auto_TakesTheNativeProgram_BeforeAContainer_WhereItIsTheBetterOne() =>
        Assert.Equal(
            new(ServiceSource.Native, "/opt/bin/ollama", Location: "/opt/bin/ollama"),
            await new SourceResolver(new LocalAiOptions(), Everything() with { FindPrograms = _ => "/opt/bin" })
                .ResolveAsync(ServiceCatalog.Get(ServiceCatalog.Ollama) with { NativeFirst = true }, "image:1", cancellationToken: TestContext.Current.CancellationToken));

    [Fact]
    public async Task Auto_TakesTheNativeProgram_WhenThereIsNoEngine() =>
        Assert.Equal(
            new(ServiceSource.Native, "/opt/bin/postgres", Location: "/opt/bin/postgres"),
            await ResolveAsync(ServiceCatalog.Postgres, Nothing() with { FindPrograms = _ => "/opt/bin" }));

    [Fact]
    public async Task Auto_TakesTheEmbeddedDefault_WhenTheMachineHasNothing() =>
        Assert.Equal(
            new(ServiceSource.Embedded, $"{NoEngine}, and 'ollama' is not installed", "install and start Docker or Podman, or install Ollama (https://ollama.com/download)"),
            await ResolveAsync(ServiceCatalog.Ollama, Nothing()));

    [Fact]
    public async Task Auto_IsOffWithReasonAndRemedy_WhenNothingBringsTheService() =>
        Assert.Equal(
            new(ServiceSource.Off, $"{NoEngine}, and 'n8n' is not installed", "install and start Docker or Podman, or run 'npm install -g n8n'"),
            await ResolveAsync(ServiceCatalog.N8n, Nothing()));

    [Theory]
    [InlineData(ContainerProblemCause.EngineIsSilent, "start Docker or Podman")]
    [InlineData(ContainerProblemCause.EngineIsClosed, "let this user in (sudo usermod -aG docker $USER, then log in again)")]
    [InlineData(ContainerProblemCause.EngineFails, "restart Docker or Podman")]
    [InlineData(ContainerProblemCause.RegistryIsSilent, "connect this machine to the internet once, or load the image with 'docker load', or set LocalAi:Services:n8n:Image to one that is here")]
    [InlineData(ContainerProblemCause.ImageIsRefused, "load the image with 'docker load', or set LocalAi:Services:n8n:Image to one that can be had")]
    internal async Task Remedy_FollowsTheCause(ContainerProblemCause cause, string remedy) =>
        Assert.Equal(
            new(ServiceSource.Off, "the reason, and 'n8n' is not installed", $"{remedy}, or run 'npm install -g n8n'"),
            await ResolveAsync(ServiceCatalog.N8n, Lacking(new(cause, "the reason"))));

    [Fact]
    public async Task Off_IsOff_WhenTheServiceIsOptional() =>
        Assert.Equal(
            new(ServiceSource.Off, "turned off", "set LocalAi:Services:n8n:Source to auto"),
            await ResolveAsync(ServiceCatalog.N8n, Everything(), new ServiceOptions { Source = SourceSetting.Off }));

    [Theory]
    [InlineData(ServiceCatalog.Postgres, SourceSetting.Off, "LocalAi:Services:postgres:Source is 'off', but the stack needs it. Allowed are auto, container, native, embedded, external.")]
    [InlineData(ServiceCatalog.N8n, SourceSetting.Embedded, "LocalAi:Services:n8n:Source is 'embedded', but LocalAi brings no n8n of its own. Allowed are auto, container, native, external, off.")]
    [InlineData(ServiceCatalog.N8n, SourceSetting.Container, "LocalAi:Services:n8n:Source is 'container', but no container engine (Docker or Podman) was found. To have it: install and start Docker or Podman; else set LocalAi:Services:n8n:Source to auto.")]
    [InlineData(ServiceCatalog.N8n, SourceSetting.Native, "LocalAi:Services:n8n:Source is 'native', but 'n8n' is not installed. To have it: run 'npm install -g n8n'; else set LocalAi:Services:n8n:Source to auto.")]
    internal async Task Setting_IsRefused_WhenItCannotBeHad(string service, SourceSetting source, string message)
    {
        var problem = await Assert.ThrowsAsync<SettingsException>(() => ResolveAsync(service, Nothing(), new ServiceOptions { Source = source }));

        Assert.Equal([message], problem.Problems);
    }

    [Fact]
    public async Task Embedded_Wins_WhenItIsAskedFor() =>
        Assert.Equal(
            new(ServiceSource.Embedded, "chosen by the setting", "set LocalAi:Services:ollama:Source to auto"),
            await ResolveAsync(ServiceCatalog.Ollama, Everything(), new ServiceOptions { Source = SourceSetting.Embedded }));

    private static Machine Nothing() => Lacking(new(ContainerProblemCause.NoEngine, NoEngine));

    private static Machine Lacking(ContainerProblem problem) => new(_ => null, (_, _) => Task.FromResult<ContainerProblem?>(problem), (_, _) => Task.FromResult(false));

    private static Machine Everything() => new(_ => "/opt/bin", (_, _) => Task.FromResult<ContainerProblem?>(null), (_, _) => Task.FromResult(true));

    private static Task<SourceDecision> ResolveAsync(string service, Machine machine, ServiceOptions? configured = null)
    {
        var options = new LocalAiOptions();
        if (configured is not null)
        {
            options.Services[service] = configured;
        }

        return new SourceResolver(options, machine).ResolveAsync(
            ServiceCatalog.Get(service), "image:1", service == ServiceCatalog.Ollama ? OllamaPort : null, TestContext.Current.CancellationToken);
    }
}

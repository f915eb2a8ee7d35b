using LocalAi.AppHost.Configuration;
using Microsoft.Extensions.Configuration;

namespace LocalAi.AppHost.Tests.Configuration;

public sealed class OptionsReaderTests
{
    [Fact]
    public void Defaults_ArePrivateAndAutomatic_WhenNothingIsSet()
    {
        var options = Read();

        Assert.Equal(StackEnvironment.Private, options.Environment);
        Assert.Equal(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".localai"), options.DataDirectory);
        Assert.Equal(("auto", "auto"), (options.Models.Chat, options.Models.Embedding));
        Assert.Empty(options.Services);
    }

    [Fact]
    public void Settings_AreTaken_WhenWellFormed()
    {
        var options = Read(
            ("Environment", "LAN"), ("DataDirectory", "~/elsewhere"), ("Models:Chat", "qwen3:14b"),
            ("Services:Web:Port", "9000"), ("Services:ollama:Source", "external"), ("Services:ollama:Url", "http://gpu.lan:11434"));

        Assert.Equal(StackEnvironment.Lan, options.Environment);
        Assert.EndsWith("/elsewhere", options.DataDirectory);
        Assert.Equal("qwen3:14b", options.Models.Chat);
        Assert.Equal(9000, options.Services["web"].Port);
        Assert.Equal((SourceSetting.External, "http://gpu.lan:11434"), (options.Services["ollama"].Source, options.Services["ollama"].Url));
    }

    [Theory]
    [InlineData("Environment", "office", "LocalAi:Environment is 'office'. Allowed are private, lan, public.")]
    [InlineData("Environment", "1", "LocalAi:Environment is '1'. Allowed are private, lan, public.")]
    [InlineData("Services:n8n:Source", "docker", "LocalAi:Services:n8n:Source is 'docker'. Allowed are auto, container, native, embedded, external, off.")]
    [InlineData("Services:web:Port", "http", "LocalAi:Services:web:Port is 'http'. It is a port number from 1 to 65535.")]
    [InlineData("Services:web:Port", "70000", "LocalAi:Services:web:Port is '70000'. It is a port number from 1 to 65535.")]
    [InlineData("Services:web:Port", "0", "LocalAi:Services:web:Port is '0'. It is a port number from 1 to 65535.")]
    [InlineData("Services:ollama:Url", "gpu.lan:11434", "LocalAi:Services:ollama:Url is 'gpu.lan:11434'. It is an address that starts with http:// or https://.")]
    [InlineData("Services:ollama:Source", "external", "LocalAi:Services:ollama:Url is needed when LocalAi:Services:ollama:Source is 'external'.")]
    [InlineData("Services:postgres:Public", "true", "LocalAi:Services:postgres:Public is 'true'. It opens dashboard, ollama, searxng behind a bearer token; web, agent, n8n and open-webui have a host name anyway, and the rest stays inside: reach it through SSH.")]
    [InlineData("Services:ollama:Public", "yes", "LocalAi:Services:ollama:Public is 'yes'. Allowed are true and false.")]
    [InlineData("Tls", "off", "LocalAi:Tls is 'off'. Allowed are auto, internal.")]
    [InlineData("Email", "ops", "LocalAi:Email is 'ops'. It is an e-mail address such as you@example.com.")]
    [InlineData("Database", "mysql", "LocalAi:Database is 'mysql'. Allowed are postgres, supabase.")]
    [InlineData("Services:olama:Port", "1", "LocalAi:Services:olama: there is no service 'olama'. Services are web, agent, dashboard, ollama, simulator, postgres, supabase, supabase-auth, supabase-rest, supabase-meta, supabase-storage, supabase-imgproxy, supabase-studio, n8n, open-webui, searxng, caddy, resource-service.")]
    [InlineData("Simulator:Gpu", "rtx-3091", "LocalAi:Simulator:Gpu is 'rtx-3091', which is not in the catalogue. Did you mean rtx-3090 or rtx-3050 or rtx-3060? Allowed too: cpu.")]
    [InlineData("Simulator:GpuCount", "17", "LocalAi:Simulator:GpuCount is '17'. It is a number from 1 to 16.")]
    [InlineData("Simulator:GpuCount", "-1", "LocalAi:Simulator:GpuCount is '-1'. It is a number from 1 to 16.")]
    [InlineData("Simulator:Model", "bge-m3,qwen3:15b", "LocalAi:Simulator:Model has 'qwen3:15b', which is not in the catalogue. Did you mean qwen3 or qwen3:1.7b or qwen3:14b?")]
    public void Setting_IsRefusedWithItsKey_WhenMalformed(string key, string value, string message)
    {
        var problem = Assert.Throws<SettingsException>(() => Read((key, value)));

        Assert.Equal([message], problem.Problems);
    }

    [Fact]
    public void EveryMalformedSetting_IsNamed_WhenThereAreSeveral()
    {
        var problem = Assert.Throws<SettingsException>(() => Read(("Environment", "x"), ("Services:web:Port", "y"), ("Services:agent:Source", "z")));

        Assert.Equal(3, problem.Problems.Count);
    }

    [Fact]
    public void PostgresUrl_IsAConnectionString_WhenExternal()
    {
        var options = Read(("Services:postgres:Source", "external"), ("Services:postgres:Url", "Host=db;Username=u;Password=p;Database=d"));

        Assert.Equal("Host=db;Username=u;Password=p;Database=d", options.Services["postgres"].Url);
    }

    private static LocalAiOptions Read(params (string Key, string Value)[] settings) =>
        OptionsReader.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>($"LocalAi:{setting.Key}", setting.Value)))
            .Build());
}

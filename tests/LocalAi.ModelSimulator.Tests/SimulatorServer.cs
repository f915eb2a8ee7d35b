using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LocalAi.ModelSimulator.Tests;

/// <summary>The simulator with settings of its own, in memory; <see cref="Listening"/> gives one on a real socket.</summary>
internal sealed class SimulatorServer : WebApplicationFactory<Program>
{
    private readonly (string Key, string Value)[] _settings;

    /// <param name="settings">Names below <c>LocalAi:Simulator</c>.</param>
    public SimulatorServer(params (string Key, string Value)[] settings) => _settings = settings;

    public static SimulatorServer Listening(params (string Key, string Value)[] settings)
    {
        while (true)
        {
            var server = new SimulatorServer(settings);
            try
            {
                server.UseKestrel(0);
                server.StartServer();
                return server;
            }
            catch (InvalidOperationException exception) when (exception.Message.StartsWith("IServerAddressesFeature", StringComparison.Ordinal))
            {
                // The factory sets the port while the program is already starting its server: now and then the program wins.
                server.Dispose();
            }
        }
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Sends JSON text, whatever it is, and returns status and body.</summary>
    public async Task<(int Status, string Body)> SendAsync(string path, string? json, HttpMethod? method = null)
    {
        using var client = CreateClient();
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, path);
        if (json is not null)
        {
            request.Content = new StringContent(json);
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Sends an object and returns the JSON of a successful answer.</summary>
    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var client = CreateClient();
        using var response = await client.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        foreach (var (key, value) in _settings)
        {
            builder.UseSetting(key.StartsWith("OLLAMA_", StringComparison.Ordinal) ? key : $"LocalAi:Simulator:{key}", value);
        }
    }
}

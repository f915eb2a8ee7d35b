using System.Diagnostics;

namespace LocalAi.Dashboard.Tests.Receiver;

public class NodeSdkTests
{
    private const string Sdk = "@opentelemetry/sdk-node@0.301.0";
    private const string Api = "@opentelemetry/api@1.10.0";

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    [InlineData("http/json")]
    public async Task NodeSdk_SendsATrace_WhenConfiguredByEnvironment(string protocol)
    {
        var directory = await InstallAsync();
        await using var server = await DashboardServer.StartAsync();
        File.Copy(Path.Combine(AppContext.BaseDirectory, "NodeSender", "send.mjs"), Path.Combine(directory, "send.mjs"), overwrite: true);

        var output = await RunAsync("node", ["send.mjs"], directory, new()
        {
            ["OTEL_SERVICE_NAME"] = "node-sender",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = protocol == "grpc" ? server.GrpcUrl : server.HttpUrl,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
            ["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={DashboardServer.OtlpKey}",
            ["OTEL_METRICS_EXPORTER"] = "none",
            ["OTEL_LOGS_EXPORTER"] = "none",
            ["OTEL_NODE_RESOURCE_DETECTORS"] = "env",
        });

        Assert.True(output.ExitCode == 0, output.Text);
        await DashboardServer.UntilAsync(() => server.Store.Traces.Count == 1);
        var spans = Assert.Single(server.Store.Traces.Spans());
        Assert.Equal(["node child", "node parent"], spans.Select(span => span.Name).Order());
        var child = spans.Single(span => span.Name == "node child");
        Assert.Equal(("node-sender", "<script>alert(1)</script>", "[\"a\",\"b\"]"), (child.Resource.Name, child.Attribute("text"), child.Attribute("list")));
    }

    // Installed once into the repository's cache: packages are large and do not change.
    private static async Task<string> InstallAsync()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "LocalAi.sln")))
        {
            root = root.Parent;
        }

        var directory = Path.Combine(root!.FullName, ".cache", "node-otlp-sender");
        Directory.CreateDirectory(directory);
        using var alone = await LockAsync(Path.Combine(directory, "install.lock"));
        if (!Directory.Exists(Path.Combine(directory, "node_modules", "@opentelemetry", "sdk-node")))
        {
            await File.WriteAllTextAsync(Path.Combine(directory, "package.json"), """{"private":true}""", TestContext.Current.CancellationToken);
            var (code, text) = await RunAsync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", Sdk, Api], directory, []);
            Assert.SkipWhen(code != 0, $"npm could not install {Sdk}: {text}");
        }

        return directory;
    }

    private static async Task<FileStream> LockAsync(string path)
    {
        FileStream? file = null;
        await DashboardServer.UntilAsync(() =>
        {
            try
            {
                file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                // Another test process installs.
            }

            return file is not null;
        });
        return file!;
    }

    private static async Task<(int ExitCode, string Text)> RunAsync(string program, string[] arguments, string directory, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            Assert.Skip($"{program} cannot be started: {error.Message}");
            throw;
        }

        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await output + await errors);
        }
    }
}

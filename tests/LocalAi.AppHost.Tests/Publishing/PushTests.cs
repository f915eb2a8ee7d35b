using LocalAi.TestServers;

namespace LocalAi.AppHost.Tests.Publishing;

/// <summary>
/// <c>deploy/push.sh</c> with an ssh that runs the server's part in a shell here, and a docker that writes down what it is asked: what
/// arrives in the server's folder is real.
/// </summary>
public sealed class PushTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _folder = Directory.CreateTempSubdirectory("localai-push-").FullName;

    public PushTests()
    {
        Program("ssh", "while [ $# -gt 0 ]; do case $1 in -o|-p|-i) shift 2 ;; *) break ;; esac; done\nshift\nexec sh -c \"$*\"");
        Program("sudo", "[ \"$1\" = -n ] && shift\nexec \"$@\"");
        Program("docker", $"echo \"$*\" >>{_folder}/docker.log\ncase $* in *'config --images') echo localai/agent:0.1.0; echo docker.io/library/caddy:2 ;; 'image inspect'*) echo sha256:1 ;; save*) echo image ;; esac");
        Write("local/docker-compose.yaml", "services: {}\n");
        Write("local/caddy/Caddyfile", "{}\n");
        Write("local/.env", "AGENT_KEY=one\n");
    }

    private string Server => Path.Combine(_folder, "server");

    [Fact]
    public async Task Folder_ArrivesAndStarts()
    {
        var (exitCode, output) = await PushAsync();

        Assert.True(exitCode == 0, output);
        Assert.Equal("AGENT_KEY=one\n", Read("server/.env"));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(Server, ".env")));
        Assert.Equal("{}\n", Read("server/caddy/Caddyfile"));
        Assert.Contains("compose up --detach --remove-orphans", Read("docker.log"));
    }

    [Fact]
    public async Task Secrets_AreNotReplaced_UnlessTold()
    {
        Write("server/.env", "AGENT_KEY=two\n");
        Write("local/.env", "AGENT_KEY=one\nNEW_KEY=three\n");

        var (refused, message) = await PushAsync();
        Assert.Equal(1, refused);
        Assert.Contains("Say which holds: -s server (the usual), or -s local.", message);
        Assert.False(File.Exists(Path.Combine(Server, "docker-compose.yaml")));

        Assert.Equal(0, (await PushAsync("-s", "server")).ExitCode);
        Assert.Equal("AGENT_KEY=two\n\nNEW_KEY=three\n", Read("server/.env"));
        Assert.Equal("services: {}\n", Read("server/docker-compose.yaml"));

        Assert.Equal(0, (await PushAsync("-s", "local")).ExitCode);
        Assert.Equal("AGENT_KEY=one\nNEW_KEY=three\n", Read("server/.env"));
    }

    [Fact]
    public async Task DryRun_ChangesNothing()
    {
        var (exitCode, output) = await PushAsync("-n");

        Assert.True(exitCode == 0, output);
        Assert.Contains("Would do on operator@server:", output);
        Assert.Contains("send the image localai/agent:0.1.0", output);
        Assert.DoesNotContain("caddy:2", output);
        Assert.False(Directory.Exists(Server));
    }

    [Fact]
    public async Task BlankSecrets_AreNamed()
    {
        Write("local/.env", "AGENT_KEY=\nWEB_PASSWORD=\nOTHER=1\n");

        var (exitCode, output) = await PushAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("blank in", output);
        Assert.Contains("AGENT_KEY WEB_PASSWORD. Fill them: localai secrets init", output);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<(int ExitCode, string Output)> PushAsync(params string[] options) => Programs.RunAsync(
        Path.Combine(Repository.Root, "deploy", "push.sh"),
        [.. options, "-t", Server, "operator@server", Path.Combine(_folder, "local")],
        environment: new Dictionary<string, string> { ["PATH"] = $"{_folder}/bin:{Environment.GetEnvironmentVariable("PATH")}" });

    private void Program(string name, string script)
    {
        Write($"bin/{name}", $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(Path.Combine(_folder, "bin", name), OwnerOnly | UnixFileMode.UserExecute);
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(_folder, file));

    private void Write(string file, string text)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}

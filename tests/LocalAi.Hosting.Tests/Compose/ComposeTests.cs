using Aspire.Hosting.Docker.Resources.ServiceNodes;
using YamlDotNet.RepresentationModel;

namespace LocalAi.Hosting.Tests.Compose;

public sealed class ComposeTests : IDisposable
{
    private readonly AppHostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EnvFile_KeepsValues_WhenPublishedAgain()
    {
        var output = await _folder.PublishComposeAsync(builder => Declare(builder, "key"));
        var path = Path.Combine(output, ".env");
        await File.WriteAllTextAsync(path, "# Parameter key\nKEY=a=b # c\n\nOWN=1\n", TestContext.Current.CancellationToken);

        await _folder.PublishComposeAsync(builder => Declare(builder, "key", "other-key"));

        Assert.Equal(
            "# Parameter key\nKEY=a=b # c\n\n# Parameter other-key\nOTHER_KEY=\n\nOWN=1\n\n",
            await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));

        static void Declare(IDistributedApplicationBuilder builder, params string[] parameters)
        {
            builder.AddDockerComposeEnvironment("stack").WithDashboard(false);
            var app = builder.AddContainer("app", "app", "1");
            foreach (var parameter in parameters)
            {
                app.WithEnvironment(parameter, builder.AddParameter(parameter, secret: true));
            }
        }
    }

    [Fact]
    public async Task BindMount_BecomesAPlaceholder_ExceptTheEngineSocket()
    {
        var services = await ServicesAsync(builder => builder.AddContainer("my-app", "app", "1")
            .WithBindMount("data", "/data").WithBindMount("/var/run/docker.sock", "/var/run/docker.sock", isReadOnly: true));

        Assert.Equal(["${MY_APP_BINDMOUNT_0}", "/var/run/docker.sock"], ((YamlSequenceNode)services["my-app"]["volumes"]).Select(volume => (string?)volume["source"]));
    }

    [Fact]
    public async Task Shell_KeepsItsVariables_WhenItIsTheEntryPoint()
    {
        var services = await ServicesAsync(builder =>
        {
            builder.AddContainer("script", "app", "1").WithEntrypoint("/bin/sh").WithArgs("-c", "echo $HOME ${USER} $$PID $(date) 5$");
            builder.AddContainer("program", "app", "1").WithEntrypoint("/bin/app").WithArgs("$HOME");
        });

        Assert.Equal("echo $$HOME $${USER} $$PID $(date) 5$", (string?)services["script"]["command"][1]);
        Assert.Equal("$HOME", (string?)services["program"]["command"][0]);
    }

    [Fact]
    public async Task ProjectPort_IsAPlaceholder_WhenItIsNotDeclared()
    {
        var services = await ServicesAsync(builder =>
        {
            var api = builder.AddProject("my-api", "api.csproj").WithHttpEndpoint().WithExternalHttpEndpoints();
            builder.AddContainer("app", "app", "1").WithReference(api).WithArgs("--api", api.GetEndpoint("http").Property(EndpointProperty.HostAndPort));
        });

        Assert.Equal("${MY_API_PORT}", (string?)services["my-api"]["ports"][0]);
        Assert.Equal("${MY_API_PORT}", (string?)services["my-api"]["environment"]["HTTP_PORTS"]);
        Assert.Equal("http://my-api:${MY_API_PORT}", (string?)services["app"]["environment"]["MY_API_HTTP"]);
        Assert.Equal("my-api:${MY_API_PORT}", (string?)services["app"]["command"][1]);
        Assert.Equal(
            "# Container image name for my-api\nMY_API_IMAGE=\n\n# Default container port for my-api\nMY_API_PORT=\n\n",
            await File.ReadAllTextAsync(Path.Combine(_folder.Path, "out", ".env"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task SecureDiscovery_IsLeftOut_BecauseNoServiceHasACertificate()
    {
        var services = await ServicesAsync(builder =>
            builder.AddContainer("app", "app", "1").WithReference(builder.AddProject("api", "api.csproj").WithHttpsEndpoint(targetPort: 8443)));

        Assert.Equal(["API_HTTPS"], ((YamlMappingNode)services["app"]["environment"]).Children.Keys.Select(key => (string?)key));
    }

    [Fact]
    public async Task Customization_IsWritten_AndTheFileCanBeChanged()
    {
        var services = await ServicesAsync(builder =>
        {
            builder.AddContainer("app", "app", "1").WithContainerName("one").PublishAsDockerComposeService((_, service) =>
            {
                service.Logging = new Logging { Driver = "json-file", Options = { ["max-size"] = "10m" } };
                service.User = "1000:1000";
                service.Profiles.Add("gpu");
                service.Devices.Add("/dev/kfd");
            });
            builder.CreateResourceBuilder<Aspire.Hosting.Docker.DockerComposeEnvironmentResource>("stack").ConfigureComposeFile(file => file.Services["app"].Restart = "always");
        });

        Assert.Equal("one", (string?)services["app"]["container_name"]);
        Assert.Equal("10m", (string?)services["app"]["logging"]["options"]["max-size"]);
        Assert.Equal("1000:1000", (string?)services["app"]["user"]);
        Assert.Equal("gpu", (string?)services["app"]["profiles"][0]);
        Assert.Equal("/dev/kfd", (string?)services["app"]["devices"][0]);
        Assert.Equal("always", (string?)services["app"]["restart"]);
    }

    [Fact]
    public async Task Files_AreNestedByTheirFolders_WithModeAndOwner()
    {
        var services = await ServicesAsync(builder => builder.AddContainer("app", "app", "1").WithContainerFiles(
            "/etc/app",
            [new ContainerDirectory { Name = "conf.d", Entries = [new ContainerFile { Name = "a.conf", Contents = "a", Mode = UnixFileMode.UserRead }, new ContainerFile { Name = "b.conf", Contents = "b" }] }],
            defaultOwner: 1000));

        var configs = (YamlSequenceNode)services["app"]["configs"];
        Assert.Equal(["/etc/app/conf.d/a.conf", "/etc/app/conf.d/b.conf"], configs.Select(config => (string?)config["target"]));
        Assert.Equal(["0400", "0644"], configs.Select(config => (string?)config["mode"]));
        Assert.Equal(["1000", "1000"], configs.Select(config => (string?)config["uid"]));
    }

    [Fact]
    public async Task Dashboard_IsTheFirstService_AndReceivesTelemetry_UnlessTurnedOff()
    {
        var output = await _folder.PublishComposeAsync(builder =>
        {
            builder.AddDockerComposeEnvironment("stack");
            builder.AddProject("api", "api.csproj");
        });

        var services = await ReadServicesAsync(output);
        Assert.Equal(["stack-dashboard", "api"], services.Children.Keys.Select(key => (string?)key));
        Assert.Equal("http://stack-dashboard:18889", (string?)services["api"]["environment"]["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Equal("18888", (string?)services["stack-dashboard"]["ports"][0]);
        Assert.Equal("always", (string?)services["stack-dashboard"]["restart"]);
    }

    [Fact]
    public async Task AnonymousVolume_IsRefused()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => ServicesAsync(builder => builder.AddContainer("app", "app", "1").WithVolume("/data")));

        Assert.Equal("The container 'app' mounts an anonymous volume at '/data': give the volume a name, a compose file needs one.", error.Message);
    }

    [Fact]
    public async Task Endpoint_IsRefused_WhenItIsNoPartOfTheFile()
    {
        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => ServicesAsync(builder =>
            builder.AddContainer("app", "app", "1").WithEnvironment("URL", builder.AddExecutable("local", "local", ".").WithHttpEndpoint().GetEndpoint("http"))));

        Assert.Equal("The service 'app' refers to the endpoint 'http' of 'local', which is not part of the compose file 'stack'.", error.Message);
    }

    [Fact]
    public async Task Customization_IsRefused_WhenThereIsNoComposeFile()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => _folder.PublishManifestAsync(
            builder => builder.AddContainer("app", "app", "1").PublishAsDockerComposeService((_, _) => { })));

        Assert.StartsWith("Resource 'app' is configured to publish as a Docker Compose service, but there are no", error.Message, StringComparison.Ordinal);
    }

    private async Task<YamlMappingNode> ServicesAsync(Action<IDistributedApplicationBuilder> declare) =>
        await ReadServicesAsync(await _folder.PublishComposeAsync(builder =>
        {
            builder.AddDockerComposeEnvironment("stack").WithDashboard(false);
            declare(builder);
        }));

    private static async Task<YamlMappingNode> ReadServicesAsync(string folder)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(await File.ReadAllTextAsync(Path.Combine(folder, "docker-compose.yaml"), TestContext.Current.CancellationToken)));
        return (YamlMappingNode)yaml.Documents[0].RootNode["services"];
    }
}

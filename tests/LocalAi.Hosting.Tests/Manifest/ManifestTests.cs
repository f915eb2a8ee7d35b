using System.Net.Sockets;

namespace LocalAi.Hosting.Tests.Manifest;

public sealed class ManifestTests : IDisposable
{
    private readonly AppHostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GeneratedPassword_IsWrittenAfterTheModel_WhenOnlyAServerUsesIt()
    {
        var resources = await _folder.PublishResourcesAsync(builder => builder.AddPostgres("db").AddDatabase("items"));

        Assert.Equal(["db", "items", "db-password"], resources.AsObject().Select(resource => resource.Key));
        Assert.Equal(
            """{"type":"parameter.v0","value":"{db-password.inputs.value}","inputs":{"value":{"type":"string","secret":true,"default":{"generate":{"minLength":22}}}}}""",
            resources["db-password"]!.ToJsonString());
        Assert.Equal("docker.io/library/postgres:18.3", (string?)resources["db"]!["image"]);
    }

    [Fact]
    public async Task EncodedParameter_FollowsItsParameter_WhenThatIsWrittenAfterItsUse()
    {
        var resources = await _folder.PublishResourcesAsync(builder =>
            builder.AddProject("app", "app/app.csproj").WithReference(builder.AddPostgres("db").AddDatabase("items")));

        Assert.Equal(["app", "db", "items", "db-password", "db-password-uri-encoded"], resources.AsObject().Select(resource => resource.Key));
        Assert.Equal("""{"type":"annotated.string","value":"{db-password.value}","filter":"uri"}""", resources["db-password-uri-encoded"]!.ToJsonString());
    }

    [Fact]
    public async Task UserName_IsEncodedInTheUri_WhenItIsAParameter()
    {
        var resources = await _folder.PublishResourcesAsync(builder =>
        {
            var database = builder.AddPostgres("db", userName: builder.AddParameter("user")).AddDatabase("items", "my items");
            builder.AddContainer("app", "app", "1").WithReference(database);
        });

        Assert.Equal("postgresql://{user-uri-encoded.value}:{db-password-uri-encoded.value}@{db.bindings.tcp.host}:{db.bindings.tcp.port}/my%20items", (string?)resources["app"]!["env"]!["ITEMS_URI"]);
        Assert.Equal("{user.value}", (string?)resources["app"]!["env"]!["ITEMS_USERNAME"]);
        Assert.Equal("{db.connectionString};Database=\"my items\"", (string?)resources["items"]!["connectionString"]);
    }

    [Fact]
    public async Task Dockerfile_CarriesItsArgumentsAndSecrets()
    {
        var resources = await _folder.PublishResourcesAsync(builder =>
        {
            var token = builder.AddParameter("token", secret: true);
            builder.AddDockerfile("built", "../src").WithBuildArg("VERSION", "1").WithBuildArg("FAST", true).WithBuildArg("FROM_SHELL", (object?)null).WithBuildSecret("TOKEN", token);
        });

        Assert.Equal(
            """{"context":"../src","dockerfile":"../src/Dockerfile","args":{"VERSION":"1","FAST":"true","FROM_SHELL":null},"secrets":{"TOKEN":{"type":"env","value":"{token.value}"}}}""",
            resources["built"]!["build"]!.ToJsonString());
    }

    [Fact]
    public void BuildArgument_IsRefused_WhenItIsASecret()
    {
        var builder = _folder.Builder();
        var token = builder.AddParameter("token", secret: true);

        var error = Assert.Throws<InvalidOperationException>(() => builder.AddDockerfile("built", ".").WithBuildArg("TOKEN", token));

        Assert.Equal("Cannot add secret parameter as a build argument. Use WithBuildSecret instead.", error.Message);
    }

    [Fact]
    public async Task OpenPorts_AreGivenFrom8000_LeavingOutDeclaredOnes()
    {
        var resources = await _folder.PublishResourcesAsync(builder =>
        {
            builder.AddExecutable("first", "first", ".").WithHttpEndpoint().WithEndpoint(port: 8001, name: "raw", isProxied: false);
            builder.AddContainer("second", "second", "1").WithEndpoint(name: "dns", protocol: ProtocolType.Udp, scheme: "udp");
        });

        Assert.Equal("""{"http":{"scheme":"http","protocol":"tcp","transport":"http","targetPort":8000},"raw":{"scheme":"tcp","protocol":"tcp","transport":"tcp","targetPort":8001}}""", resources["first"]!["bindings"]!.ToJsonString());
        Assert.Equal("""{"dns":{"scheme":"udp","protocol":"udp","transport":"udp","targetPort":8002}}""", resources["second"]!["bindings"]!.ToJsonString());
    }

    [Fact]
    public async Task Project_LeavesTheFirstWebPortOfEachSchemeOpen_AndGivesFurtherOnes()
    {
        var resources = await _folder.PublishResourcesAsync(builder => builder.AddProject("app", "app.csproj")
            .WithHttpEndpoint(name: "one").WithHttpEndpoint(name: "two").WithHttpsEndpoint(name: "three").WithHttpEndpoint(name: "four", env: "FOUR_PORT"));

        Assert.Equal("{app.bindings.one.targetPort};{app.bindings.two.targetPort}", (string?)resources["app"]!["env"]!["HTTP_PORTS"]);
        Assert.Equal("{app.bindings.three.targetPort}", (string?)resources["app"]!["env"]!["HTTPS_PORTS"]);
        Assert.Null(resources["app"]!["bindings"]!["one"]!["targetPort"]);
        Assert.Equal(8000, (int?)resources["app"]!["bindings"]!["two"]!["targetPort"]);
        Assert.Null(resources["app"]!["bindings"]!["three"]!["targetPort"]);
    }

    [Fact]
    public async Task ConnectionString_UsesItsOwnVariable_WhenOneIsGiven()
    {
        var resources = await _folder.PublishResourcesAsync(builder =>
            builder.AddContainer("app", "app", "1").WithReference(builder.AddConnectionString("cache", "CACHE_URL"), connectionName: "ignored"));

        Assert.Equal("""{"CACHE_URL":"{cache.connectionString}"}""", resources["app"]!["env"]!.ToJsonString());
    }

    [Fact]
    public async Task ConnectionString_IsTheOtherResources_WhenRedirected()
    {
        var resources = await _folder.PublishResourcesAsync(builder =>
            builder.AddPostgres("db").WithConnectionStringRedirection(builder.AddConnectionString("real", ReferenceExpression.Create($"Host=real")).Resource));

        Assert.Equal("Host=real", (string?)resources["db"]!["connectionString"]);
    }

    [Fact]
    public async Task ExternalService_IsReferredToByItsParameter_WhenThatHoldsItsAddress()
    {
        var resources = await _folder.PublishResourcesAsync(builder =>
            builder.AddContainer("app", "app", "1").WithReference(builder.AddExternalService("my-hub", builder.AddParameter("hub-url"))));

        Assert.Equal("""{"services__my-hub__default__0":"{hub-url.value}","MY_HUB":"{hub-url.value}"}""", resources["app"]!["env"]!.ToJsonString());
    }

    [Fact]
    public async Task ReferenceToOneEndpoint_LeavesTheOthersOut()
    {
        var resources = await _folder.PublishResourcesAsync(builder =>
        {
            var api = builder.AddProject("api", "api.csproj").WithHttpEndpoint(name: "public").WithHttpEndpoint(name: "admin-ui").WithEndpoint("admin-ui", endpoint => endpoint.ExcludeReferenceEndpoint = true);
            builder.AddContainer("one", "one", "1").WithReference(api.GetEndpoint("admin-ui"));
            builder.AddContainer("all", "all", "1").WithReference(api);
            builder.AddContainer("named", "named", "1").WithReference(api, "back-end");
        });

        Assert.Equal("""{"API_ADMIN_UI":"{api.bindings.admin-ui.url}","services__api__admin-ui__0":"{api.bindings.admin-ui.url}"}""", resources["one"]!["env"]!.ToJsonString());
        Assert.Equal("""{"API_PUBLIC":"{api.bindings.public.url}","services__api__public__0":"{api.bindings.public.url}"}""", resources["all"]!["env"]!.ToJsonString());
        Assert.Equal("""{"back_end_PUBLIC":"{api.bindings.public.url}","services__back-end__public__0":"{api.bindings.public.url}"}""", resources["named"]!["env"]!.ToJsonString());
    }

    [Fact]
    public async Task SourceFiles_ArePublishedAsReadOnlyBindMount()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "init"));

        var resources = await _folder.PublishResourcesAsync(builder => builder.AddPostgres("db").WithInitFiles("init"));

        Assert.Equal("""[{"source":"init","target":"/docker-entrypoint-initdb.d","readOnly":true}]""", resources["db"]!["bindMounts"]!.ToJsonString());
    }

    [Fact]
    public async Task LaunchProfile_MakesAProjectAWebProject()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "app", "Properties"));
        await File.WriteAllTextAsync(
            Path.Combine(_folder.Path, "app", "Properties", "launchSettings.json"),
            """{"profiles":{"http":{"commandName":"Project","applicationUrl":"http://localhost:5123"}}}""",
            TestContext.Current.CancellationToken);

        var resources = await _folder.PublishResourcesAsync(builder =>
        {
            builder.AddProject("with", "app/app.csproj");
            builder.AddProject("without", "app/app.csproj", launchProfileName: (string?)null);
        });

        Assert.Equal(
            """{"type":"project.v0","path":"app/app.csproj","env":{"OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY":"in_memory","ASPNETCORE_FORWARDEDHEADERS_ENABLED":"true","HTTP_PORTS":"{with.bindings.http.targetPort}"},"bindings":{"http":{"scheme":"http","protocol":"tcp","transport":"http"},"https":{"scheme":"https","protocol":"tcp","transport":"http"}}}""",
            resources["with"]!.ToJsonString());
        Assert.Equal("""{"type":"project.v0","path":"app/app.csproj","env":{"OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY":"in_memory"}}""", resources["without"]!.ToJsonString());
    }

    [Fact]
    public async Task Image_KeepsItsRegistry_AndTagOrDigest()
    {
        var digest = new string('a', 64);
        var resources = await _folder.PublishResourcesAsync(builder =>
        {
            builder.AddContainer("port", "registry.example:5000/team/app");
            builder.AddContainer("tag", "ghcr.io/team/app:2");
            builder.AddContainer("digest", $"app@sha256:{digest}").WithImageRegistry("docker.io");
            builder.AddContainer("later", "app", "1").WithImageSHA256(digest).WithImageTag("3");
        });

        Assert.Equal(
            ["registry.example:5000/team/app:latest", "ghcr.io/team/app:2", $"docker.io/app@sha256:{digest}", "app:3"],
            resources.AsObject().Select(resource => (string?)resource.Value!["image"]));
    }

    [Fact]
    public async Task Excluded_IsLeftOut_AndOllamaOfThisMachineIs()
    {
        var resources = await _folder.PublishResourcesAsync(builder =>
        {
            builder.AddContainer("dev", "dev", "1").ExcludeFromManifest();
            builder.AddOllamaLocal("ollama").AddModel("chat", "qwen3:4b");
        });

        Assert.Equal("""{"chat":{"type":"value.v0","connectionString":"{ollama.connectionString};Model=qwen3:4b"}}""", resources.ToJsonString());
    }

    [Fact]
    public async Task Braces_AreKept_InTextAndValues()
    {
        var resources = await _folder.PublishResourcesAsync(builder =>
        {
            var key = builder.AddParameter("key");
            builder.AddContainer("app", "app", "1").WithEnvironment("JSON", $"{{\"key\":\"{key}\",\"raw\":\"{"{x}"}\"}}");
        });

        Assert.Equal("""{"key":"{key.value}","raw":"{x}"}""", (string?)resources["app"]!["env"]!["JSON"]);
    }
}

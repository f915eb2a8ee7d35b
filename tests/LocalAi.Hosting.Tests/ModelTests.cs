using LocalAi.Hosting.Evaluation;

namespace LocalAi.Hosting.Tests;

public sealed class ModelTests : IDisposable
{
    private readonly AppHostFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1st", "Name must start with an ASCII letter.")]
    [InlineData("my_app", "Name must contain only ASCII letters, digits, and hyphens.")]
    [InlineData("my--app", "Name cannot contain consecutive hyphens.")]
    [InlineData("app-", "Name cannot end with a hyphen.")]
    [InlineData("a2345678901234567890123456789012345678901234567890123456789012345", "Name must be between 1 and 64 characters long.")]
    public void Name_IsRefused_WhenItCannotBeAHostName(string name, string reason)
    {
        var error = Assert.Throws<ArgumentException>(() => _folder.Builder().AddContainer(name, "app"));

        Assert.Equal($"Resource name '{name}' is invalid. {reason} (Parameter 'name')", error.Message);
    }

    [Fact]
    public void Name_IsRefused_WhenItIsTaken()
    {
        var builder = _folder.Builder();
        builder.AddContainer("app", "app");

        var error = Assert.Throws<DistributedApplicationException>(() => builder.AddParameter("APP"));

        Assert.Equal(
            "Cannot add resource of type 'Aspire.Hosting.ApplicationModel.ParameterResource' with name 'APP' because resource of type 'Aspire.Hosting.ApplicationModel.ContainerResource' with that name already exists. Resource names are case-insensitive.",
            error.Message);
    }

    [Fact]
    public void Wait_IsRefused_ForItselfOrTheParent()
    {
        var builder = _folder.Builder();
        var app = builder.AddContainer("app", "app");

        var error = Assert.Throws<DistributedApplicationException>(() => app.WaitFor(app));

        Assert.Equal("The 'app' resource cannot wait for itself.", error.Message);
    }

    [Fact]
    public void Wait_IncludesTheParent_WhenTheOtherIsAChild()
    {
        var builder = _folder.Builder();
        var database = builder.AddPostgres("db").AddDatabase("items");
        var app = builder.AddContainer("app", "app").WaitForStart(database).WaitForCompletion(builder.AddContainer("job", "job"), exitCode: 3).Resource;

        Assert.Equal(
            [("db", WaitType.WaitUntilStarted, 0), ("items", WaitType.WaitUntilStarted, 0), ("job", WaitType.WaitForCompletion, 3)],
            app.Annotations.OfType<WaitAnnotation>().Select(wait => (wait.Resource.Name, wait.WaitType, wait.ExitCode)));
        Assert.Equal(["items", "job"], app.Annotations.OfType<ResourceRelationshipAnnotation>().Select(relationship => relationship.Resource.Name));
    }

    [Fact]
    public void Endpoint_IsChanged_WhenItIsDeclaredAgain()
    {
        var app = _folder.Builder().AddContainer("app", "app").WithHttpEndpoint(targetPort: 80, env: "ONE").WithHttpEndpoint(port: 8080, env: "TWO").Resource;

        var endpoint = Assert.Single(app.Annotations.OfType<EndpointAnnotation>());
        Assert.Equal(("http", 8080, 80, "TWO"), (endpoint.Name, endpoint.Port, endpoint.TargetPort, endpoint.TargetPortEnvironmentVariable));
        Assert.Single(app.Annotations.OfType<EnvironmentCallbackAnnotation>());
    }

    [Theory]
    [InlineData("17.6", "/var/lib/postgresql/data")]
    [InlineData("18", "/var/lib/postgresql")]
    [InlineData("18.3-alpine", "/var/lib/postgresql")]
    [InlineData("0.8.6-pg18", "/var/lib/postgresql/data")]
    [InlineData("latest", "/var/lib/postgresql/data")]
    public void PostgresData_FollowsTheTag(string tag, string path)
    {
        var server = _folder.Builder().AddPostgres("db").WithImageTag(tag).WithDataVolume("data").Resource;

        Assert.Equal(path, Assert.Single(server.Annotations.OfType<ContainerMountAnnotation>()).Target);
    }

    [Fact]
    public void VolumeName_IsMadeOfAppHostHashResourceAndContent()
    {
        var server = _folder.Builder().AddPostgres("db").WithDataVolume().Resource;

        Assert.Matches("^localai.hosting.tests-[0-9a-f]{10}-db-data$", Assert.Single(server.Annotations.OfType<ContainerMountAnnotation>()).Source);
    }

    [Theory]
    [InlineData(OllamaGpuVendor.Nvidia, "0.32.15", "--gpus all")]
    [InlineData(OllamaGpuVendor.AMD, "0.32.15-rocm", "--device /dev/kfd --device /dev/dri")]
    public async Task Gpu_IsGivenToTheContainer_ByTheEnginesArguments(OllamaGpuVendor vendor, string tag, string arguments)
    {
        var ollama = _folder.Builder().AddOllama("ollama").WithImageTag("0.32.15").WithGPUSupport(vendor).Resource;

        var context = new ContainerRuntimeArgsCallbackContext([], TestContext.Current.CancellationToken);
        await Assert.Single(ollama.Annotations.OfType<ContainerRuntimeArgsCallbackAnnotation>()).Callback(context);
        Assert.Equal(arguments, string.Join(' ', context.Args));
        Assert.Equal(tag, Assert.Single(ollama.Annotations.OfType<ContainerImageAnnotation>()).Tag);
    }

    [Fact]
    public void HealthCheck_IsRefused_WhenTheEndpointIsNotHttp_OrMissing()
    {
        var builder = _folder.Builder();

        var tcp = Assert.Throws<DistributedApplicationException>(() => builder.AddContainer("tcp", "app").WithEndpoint(name: "raw").WithHttpHealthCheck(endpointName: "raw"));
        var none = Assert.Throws<DistributedApplicationException>(() => builder.AddContainer("none", "app").WithHttpHealthCheck("/health"));

        Assert.Equal("Could not create HTTP health check for resource 'tcp' as the endpoint with name 'raw' and scheme 'tcp' is not an HTTP endpoint.", tcp.Message);
        Assert.Equal("Could not create HTTP health check for resource 'none' as no endpoint was found matching one of the specified names: http, https", none.Message);
    }

    [Theory]
    [InlineData("hub.example", "The URL for the external service must be an absolute URI.")]
    [InlineData("https://hub.example/api", "The URL absolute path must be \"/\".")]
    [InlineData("https://hub.example/?a=b", "The URL cannot contain a query string.")]
    public void ExternalService_IsRefused_WhenItsAddressIsMoreThanAHost(string url, string reason)
    {
        var error = Assert.Throws<ArgumentException>(() => _folder.Builder().AddExternalService("hub", url));

        Assert.Equal($"The external service URL '{url}' is invalid: {reason} (Parameter 'url')", error.Message);
    }

    [Fact]
    public void Reference_IsRefused_WhenItsAddressIsRelative()
    {
        var error = Assert.Throws<InvalidOperationException>(() => _folder.Builder().AddContainer("app", "app").WithReference("bing", new Uri("/search", UriKind.Relative)));

        Assert.Equal("The URI for service reference 'bing' is invalid while configuring target resource 'app': it must be absolute.", error.Message);
    }

    [Fact]
    public async Task ConnectionString_IsRefused_WhenItIsEmpty_UnlessOptional()
    {
        var builder = _folder.Builder();
        var empty = builder.AddConnectionString("empty", ReferenceExpression.Empty);
        var strict = builder.AddContainer("strict", "app").WithReference(empty).Resource;
        var optional = builder.AddContainer("optional", "app").WithReference(empty, optional: true).Resource;

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => strict.GetEnvironmentVariableValuesAsync().AsTask());

        Assert.Equal("The connection string for the resource 'empty' is not available.", error.Message);
        Assert.Empty(await optional.GetEnvironmentVariableValuesAsync());
    }

    [Fact]
    public async Task Evaluation_WaitsForTheEndpoint_AndMarksSecrets()
    {
        var builder = _folder.Builder("--Parameters:key=secret text");
        var key = builder.AddParameter("key", secret: true);
        var api = builder.AddExecutable("api", "api", ".").WithHttpEndpoint();
        var app = builder.AddExecutable("app", "app", ".").WithEnvironment("API", api.GetEndpoint("http")).WithEnvironment("KEY", $"Bearer {key}").Resource;

        var evaluation = ResourceEvaluator.GetEnvironmentAsync(app, builder.ExecutionContext, cancellationToken: TestContext.Current.CancellationToken);
        Assert.False(evaluation.IsCompleted);
        EndpointAllocation.Allocate(api.Resource, api.GetEndpoint("http").EndpointAnnotation, port: 5001, targetPort: 6001);

        Assert.Equal(
            [("API", "http://localhost:5001", false), ("KEY", "Bearer secret text", true)],
            (await evaluation).Select(variable => (variable.Name, variable.Value, variable.IsSecret)));
    }

    [Fact]
    public async Task Urls_AreTheEndpoints_TheDeclaredOnes_AndWhatCallbacksMakeOfThem()
    {
        var builder = _folder.Builder();
        var app = builder.AddContainer("app", "app").WithHttpEndpoint(targetPort: 80)
            .WithUrl("https://docs.example/", "Docs")
            .WithUrlForEndpoint("http", url => url.DisplayText = "Chat")
            .WithUrlForEndpoint("http", endpoint => new ResourceUrlAnnotation { Url = "/admin", DisplayText = "Admin" });
        EndpointAllocation.Allocate(app.Resource, app.GetEndpoint("http").EndpointAnnotation, port: 5001, targetPort: 80);

        var urls = await ResourceEvaluator.GetUrlsAsync(app.Resource, builder.ExecutionContext, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(
            [("http://localhost:5001", "Chat"), ("https://docs.example/", "Docs"), ("http://localhost:5001/admin", "Admin")],
            urls.Select(url => (url.Url, url.DisplayText)));
    }

    [Fact]
    public void Command_TakesThePlaceOfTheOneWithItsName()
    {
        var app = _folder.Builder().AddContainer("app", "app")
            .WithCommand("restart", "First", _ => Task.FromResult(CommandResults.Success()))
            .WithCommand("restart", "Second", _ => Task.FromResult(CommandResults.Success()), new CommandOptions { IsHighlighted = true }).Resource;

        var command = Assert.Single(app.Annotations.OfType<ResourceCommandAnnotation>());
        Assert.Equal(("Second", true), (command.DisplayName, command.IsHighlighted));
    }
}

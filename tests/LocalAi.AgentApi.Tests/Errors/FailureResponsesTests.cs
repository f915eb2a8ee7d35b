using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LocalAi.AgentApi.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalAi.AgentApi.Tests.Errors;

public sealed class FailureResponsesTests
{
    [Theory]
    [InlineData("/api/broken", "code")]
    [InlineData("/v1/broken", "error")]
    public async Task Defect_IsAnAnswer_InTheShapeOfItsProtocol(string path, string member)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddFailureResponses();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseExceptionHandler();
        app.MapGet("/{**path}", IResult () => throw new InvalidOperationException("a defect"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        using var client = new HttpClient { BaseAddress = new(address) };
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.True(body.TryGetProperty(member, out _), body.ToString());
        Assert.DoesNotContain("a defect", body.ToString(), StringComparison.Ordinal);
    }
}

using System.Net;
using System.Text;
using Bunit;
using LocalAi.Web.Agent;
using LocalAi.Web.Components.Pages.Knowledge;
using LocalAi.Web.Knowledge;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace LocalAi.Web.Tests.Components;

public sealed class KnowledgePageTests : BunitContext, IHttpClientFactory
{
    private static readonly Guid Collection = Guid.NewGuid();

    private readonly FakeTimeProvider _time = new();
    private readonly Documents _documents = new();

    public KnowledgePageTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton<TimeProvider>(_time);
        Services.AddSingleton(new KnowledgeClient(new AgentClient(this)));
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    [Fact]
    public async Task Page_LooksEachSecond_OnlyWhileADocumentIsUnderWay()
    {
        var page = Render<KnowledgePage>();
        await page.WaitForElementAsync("[data-status=embedding]");

        _time.Advance(TimeSpan.FromSeconds(1));
        await page.WaitForAssertionAsync(() => Assert.Equal(2, _documents.Asked));
        _documents.Status = "ready";
        _time.Advance(TimeSpan.FromSeconds(1));
        await page.WaitForElementAsync("[data-status=ready]");
        Assert.Equal(3, _documents.Asked);

        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(3, _documents.Asked);
        _time.Advance(TimeSpan.FromSeconds(1));
        await page.WaitForAssertionAsync(() => Assert.Equal(4, _documents.Asked));
    }

    HttpClient IHttpClientFactory.CreateClient(string name) => new(_documents, disposeHandler: false) { BaseAddress = new Uri("http://agent") };

    /// <summary>An agent with one document.</summary>
    private sealed class Documents : HttpMessageHandler
    {
        private int _asked;

        public string Status { get; set; } = "embedding";

        public int Asked => Volatile.Read(ref _asked);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var json = $$"""{"items":[{"id":"{{Collection}}","name":"Manuals","documentCount":1,"sizeBytes":9}]}""";
            if (request.RequestUri!.AbsolutePath.EndsWith("/documents", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _asked);
                json = $$"""{"items":[{"id":"{{Guid.Empty}}","collectionId":"{{Collection}}","name":"a.txt","source":"upload","format":"text","sizeBytes":9,"status":"{{Status}}","chunkCount":2,"embeddedCount":1,"createdAt":"2026-01-01T00:00:00Z"}]}""";
            }

            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(json, Encoding.UTF8, "application/json") });
        }
    }
}

using System.Text;
using LocalAi.AgentApi.Access;
using LocalAi.AgentApi.Errors;
using LocalAi.AgentApi.Knowledge.Collections;
using LocalAi.AgentApi.Knowledge.Ingestion;
using LocalAi.AgentApi.Knowledge.Parsing;
using LocalAi.AgentApi.WebPages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace LocalAi.AgentApi.Knowledge.Documents;

/// <summary>Documents of <c>/api/knowledge</c>: upload, progress, text, file.</summary>
internal static class DocumentEndpoints
{
    private const int MaxNameCharacters = 255;

    public static void MapDocuments(this RouteGroupBuilder group)
    {
        // Form fields and the parts' heads come on top of the files.
        var limit = ((IEndpointRouteBuilder)group).ServiceProvider.GetRequiredService<IOptions<KnowledgeOptions>>().Value.MaxUploadBytes;
        group.MapGet("/collections/{id:guid}/documents", ListAsync).WithSummary("Lists a collection's documents with their progress").RequireScope(KeyScopes.Chat, KeyScopes.Manage).ProducesProblem(404);
        group.MapPost("/collections/{id:guid}/documents", UploadAsync)
            .WithSummary("Uploads documents")
            .WithDescription("multipart/form-data with any number of files. They are taken in in the background; the documents' status shows how far they are.")
            .WithMetadata(new RequestSizeLimitAttribute(limit))

            // Pages of other sites are refused by their Origin before anything is read.
            .DisableAntiforgery()
            .ProducesValidationProblem().ProducesProblem(404).ProducesProblem(413);
        group.MapPost("/collections/{id:guid}/documents/url", AddPageAsync)
            .WithSummary("Takes in a page of the web")
            .WithDescription("It is read as the agent's tool reads pages: within its limits, and never from addresses of this machine or network that are not allowed.")
            .ProducesValidationProblem().ProducesProblem(404);
        group.MapGet("/documents/{id:guid}", GetAsync).WithSummary("Returns a document with its progress").RequireScope(KeyScopes.Chat, KeyScopes.Manage).ProducesProblem(404);
        group.MapGet("/documents/{id:guid}/text", ReadAsync).WithSummary("Returns the text that was read from a document").RequireScope(KeyScopes.Chat, KeyScopes.Manage).ProducesProblem(404);
        group.MapGet("/documents/{id:guid}/file", DownloadAsync).WithSummary("Returns the file as it came").RequireScope(KeyScopes.Chat, KeyScopes.Manage).ProducesProblem(404);
        group.MapPost("/documents/{id:guid}/retry", RetryAsync).WithSummary("Takes a document that failed in again").ProducesProblem(404);
        group.MapDelete("/documents/{id:guid}", DeleteAsync).WithSummary("Deletes a document").ProducesProblem(404);
    }

    private static async Task<Ok<DocumentContracts.DocumentList>> ListAsync(
        Guid id, CollectionAccess access, DocumentStore store, CancellationToken cancellationToken)
    {
        await access.CheckAsync(id, cancellationToken);
        return TypedResults.Ok(new DocumentContracts.DocumentList(await store.ListAsync(id, cancellationToken)));
    }

    private static async Task<Accepted<DocumentContracts.UploadResult>> UploadAsync(
        Guid id, IFormFileCollection files, CollectionStore collections, DocumentStore store, DocumentFormats formats, IngestionSignal signal,
        CancellationToken cancellationToken)
    {
        await collections.GetAsync(id, cancellationToken);
        if (files.Count == 0)
        {
            throw new InvalidRequestException("file", "The form has no file.");
        }

        // All of them or none: whoever sends five files should not have to find out which three were stored.
        var checkedFiles = files.Select(file => (File: file, Name: NameOf(file), Format: formats.OfFile(NameOf(file)))).ToList();
        if (checkedFiles.Find(file => file.File.Length == 0) is { File: not null } empty)
        {
            throw new InvalidRequestException("file", $"'{empty.Name}' is empty.");
        }

        var uploaded = new List<DocumentContracts.UploadedDocument>();
        foreach (var (file, name, format) in checkedFiles)
        {
            await using var content = file.OpenReadStream();
            var (document, duplicate) = await store.AddAsync(id, name, "upload", format, content, cancellationToken);
            uploaded.Add(new(document, duplicate));
        }

        signal.Wake();
        return TypedResults.Accepted($"/api/knowledge/collections/{id}/documents", new DocumentContracts.UploadResult(uploaded));
    }

    private static async Task<Accepted<DocumentContracts.UploadResult>> AddPageAsync(
        Guid id, DocumentContracts.AddPage request, PageReader reader, CollectionStore collections, DocumentStore store, IngestionSignal signal,
        CancellationToken cancellationToken)
    {
        await collections.GetAsync(id, cancellationToken);
        PageText page;
        try
        {
            page = await reader.ReadAsync(request.Url ?? "", cancellationToken);
        }
        catch (PageRefusedException exception)
        {
            throw new InvalidRequestException("url", exception.Message);
        }

        using var content = new MemoryStream(Encoding.UTF8.GetBytes($"{page.Title}\n\n{page.Text}"));
        var (document, duplicate) = await store.AddAsync(id, Shown(page.Title), page.Url.AbsoluteUri, "text", content, cancellationToken);
        signal.Wake();
        return TypedResults.Accepted(
            $"/api/knowledge/collections/{id}/documents", new DocumentContracts.UploadResult([new(document, duplicate)]));
    }

    private static async Task<Ok<Document>> GetAsync(Guid id, CollectionAccess access, DocumentStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await FindAsync(id, access, store, cancellationToken));

    private static async Task<Ok<DocumentContracts.DocumentReading>> ReadAsync(
        Guid id, CollectionAccess access, DocumentStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(new DocumentContracts.DocumentReading(await FindAsync(id, access, store, cancellationToken), await store.ReadTextAsync(id, cancellationToken)));

    /// <summary>Always as an attachment: an uploaded page must not run in the agent's name.</summary>
    private static async Task<FileContentHttpResult> DownloadAsync(
        Guid id, CollectionAccess access, DocumentStore store, CancellationToken cancellationToken)
    {
        var document = await FindAsync(id, access, store, cancellationToken);
        return TypedResults.File(await store.ReadBytesAsync(id, cancellationToken), "application/octet-stream", document.Name);
    }

    private static async Task<Ok<Document>> RetryAsync(Guid id, DocumentStore store, IngestionSignal signal, CancellationToken cancellationToken)
    {
        var document = await store.RetryAsync(id, cancellationToken);
        signal.Wake();
        return TypedResults.Ok(document);
    }

    private static async Task<NoContent> DeleteAsync(Guid id, DocumentStore store, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>A document of a collection that the caller may see.</summary>
    private static async Task<Document> FindAsync(Guid id, CollectionAccess access, DocumentStore store, CancellationToken cancellationToken)
    {
        var document = await store.GetAsync(id, cancellationToken);
        try
        {
            await access.CheckAsync(document.CollectionId, cancellationToken);
        }
        catch (UnknownKnowledgeException)
        {
            throw UnknownKnowledgeException.Document(id);
        }

        return document;
    }

    private static string NameOf(IFormFile file) => Shown(Path.GetFileName(file.FileName.Replace('\\', '/')));

    /// <summary>A name as it can be stored and shown; of a long one its end, which has the extension.</summary>
    private static string Shown(string name)
    {
        var clean = string.Concat(name.Where(character => !char.IsControl(character) && !char.IsSurrogate(character))).Trim();
        return clean.Length <= MaxNameCharacters ? clean : clean[^MaxNameCharacters..];
    }
}

using LocalAi.Web.Agent;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LocalAi.Web.Knowledge;

/// <summary><c>/knowledge/documents/{id}/file</c>: the file as it came, for browsers, which cannot reach the agent.</summary>
internal static class DocumentFile
{
    public static void MapDocumentFile(this IEndpointRouteBuilder routes) => routes.MapGet("/knowledge/documents/{id:guid}/file", DownloadAsync);

    /// <summary>As an attachment of no known type: a page that somebody uploaded must not run as one of ours.</summary>
    private static async Task<Results<FileStreamHttpResult, NotFound>> DownloadAsync(
        Guid id, HttpContext context, KnowledgeClient knowledge, CancellationToken cancellationToken)
    {
        try
        {
            var file = await knowledge.OpenFileAsync(id, cancellationToken);
            context.Response.RegisterForDispose(file);
            var disposition = file.Content.Headers.ContentDisposition;
            return TypedResults.File(
                await file.Content.ReadAsStreamAsync(cancellationToken), "application/octet-stream", disposition?.FileNameStar ?? disposition?.FileName?.Trim('"') ?? "document");
        }
        catch (AgentException failure) when (failure.Problem.Status == StatusCodes.Status404NotFound)
        {
            return TypedResults.NotFound();
        }
    }
}

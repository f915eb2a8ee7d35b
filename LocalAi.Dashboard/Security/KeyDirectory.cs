using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace LocalAi.Dashboard.Security;

/// <summary>The keys that protect cookies, in the data directory, for this user only; in memory where there is no such directory.</summary>
internal static class KeyDirectory
{
    public static IXmlRepository Open(DataDirectoryOptions data, ILoggerFactory loggers)
    {
        try
        {
            return new FileSystemXmlRepository(Directory.CreateDirectory(Path.Combine(data.CreateDashboardDirectory(), "keys")), loggers);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new InMemory();
        }
    }

    private sealed class InMemory : IXmlRepository
    {
        private readonly List<XElement> _elements = [];

        public IReadOnlyCollection<XElement> GetAllElements()
        {
            lock (_elements)
            {
                return [.. _elements];
            }
        }

        public void StoreElement(XElement element, string friendlyName)
        {
            lock (_elements)
            {
                _elements.Add(element);
            }
        }
    }
}

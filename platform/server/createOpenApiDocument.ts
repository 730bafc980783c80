import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { platformContract } from '#shared/wire/platform/platformContract.ts';

/** The OpenAPI 3.1 document of the platform's HTTP interface, made from the contract. */
export async function createOpenApiDocument(version: string): Promise<unknown> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  return generator.generate(platformContract, {
    info: {
      title: 'Halfhour platform',
      version,
      description:
        'Orders in, stations in step, couriers out. Errors are RFC 9457 problem details with a stable `code`. ' +
        'Send `Authorization: Bearer` with the admin token, a station token, a channel key or a courier key; each operation says which.',
    },
    servers: [{ url: '/v1' }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    security: [{ bearer: [] }],
  });
}

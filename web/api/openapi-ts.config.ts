import { defineConfig } from '@hey-api/openapi-ts'

export default defineConfig({
  input: './api/openapi.json',
  // The stream of events is followed by the browser's own EventSource, which resumes by itself.
  parser: { filters: { operations: { exclude: ['GET /me/events'] } } },
  output: { path: './api/src/generated', clean: true },
  plugins: [
    { name: '@hey-api/client-fetch', throwOnError: true, baseUrl: false },
    { name: '@hey-api/typescript', enums: false },
    '@hey-api/sdk',
    { name: '@tanstack/vue-query', queryOptions: true, infiniteQueryOptions: true, mutationOptions: true },
  ],
})

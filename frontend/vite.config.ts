import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

export default defineConfig({
  plugins: [
    react(),
    VitePWA({
      registerType: 'prompt',
      injectRegister: false,
      manifest: false, // public/tasklog.webmanifest
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg,png,webmanifest}'],
        globIgnores: ['worker-routes.js'],
        navigateFallback: '/index.html',
        navigateFallbackDenylist: [/^\/api\//, /^\/[^/]+\.[^/]+$/],
        cleanupOutdatedCaches: true,
        clientsClaim: true, // the first page, too, goes on without the server
        inlineWorkboxRuntime: true,
        importScripts: ['worker-routes.js'],
        sourcemap: false,
      },
    }),
  ],
  define: { __CONTRACT__: JSON.stringify(createHash('sha256').update(readFileSync('../docs/openapi.yaml')).digest('hex').slice(0, 12)) },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    // What nearly every page needs is one file: each small file of its own costs a request, and compresses worse.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'base', test: /\/src\/(lib|ui)\/(?!Markdown|Calendar|popups|Found|Colors)/ }] } },
    },
  },
  // `npm run dev`: the app from here, the API from a running Tasklog.
  server: { proxy: { '/api': process.env.TASKLOG_URL ?? 'http://127.0.0.1:8080' } },
});

// What is asked of the server goes past this worker, where the browser can do so: it would only pass it on.
addEventListener('install', (event) => event.addRoutes?.({ condition: { urlPattern: new URLPattern({ pathname: '/api/*' }) }, source: 'network' }));

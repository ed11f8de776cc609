// Shows the API's description; `validatorUrl: null` keeps Swagger UI from sending it to a service on the internet.
SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  validatorUrl: null,
});

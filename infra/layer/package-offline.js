'use strict';

// `osls package` asks CloudFormation whether the layer has changed, so it wants network and an account for what is
// only written to a folder. Here it doesn't ask: a template is made from files alone. `osls deploy` still does.
module.exports = class PackageOffline {
  constructor(serverless) {
    this.hooks = {
      'before:package:compileLayers': () => {
        if (serverless.processedInput.commands[0] !== 'package') return;
        const layers = serverless.pluginManager.plugins.find((plugin) => plugin.compareWithLastLayer);
        layers.compareWithLastLayer = async () => {};
      },
    };
  }
};

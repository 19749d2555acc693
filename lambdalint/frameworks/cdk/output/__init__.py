"""What `cdk synth` wrote, where it is not older than the app: templates that say all, at the places of the source.

A cloud assembly (`manifest`) is read when its age allows (`freshness`). Each template is moved to where the source makes
its parts (`places`, `relocated`), the copies of code in it are followed back to the folders they were made from
(`assets`), and CloudFormation's reader does the rest.
Source: https://docs.aws.amazon.com/cdk/v2/guide/deploy.html#deploy-how-synth-assemblies
"""

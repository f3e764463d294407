# 클러스터와 태스크 정의의 리비전 넷, 리비전 4로 태스크 둘을 지키는 서비스입니다. `task-def.json`이 있어야 합니다.
{{#include cluster.sh}}
for revision in 1 2 3 4; do
  aws ecs register-task-definition --cli-input-json file://task-def.json > /dev/null
done
aws ecs create-service --cluster medusa-cluster --service-name medusa-service --task-definition medusa-task:4 --desired-count 2 --launch-type FARGATE --deployment-configuration "deploymentCircuitBreaker={enable=true,rollback=true},minimumHealthyPercent=100,maximumPercent=200" --network-configuration "awsvpcConfiguration={subnets=[subnet-0a1b2c3d4e5f60001,subnet-0a1b2c3d4e5f60002],securityGroups=[sg-0a1b2c3d4e5f60003],assignPublicIp=DISABLED}" > /dev/null
